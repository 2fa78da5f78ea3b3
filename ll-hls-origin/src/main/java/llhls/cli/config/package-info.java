/**
 * Configuration: every key with its type and default, and the loader that reads file, environment and options and reports all
 * mistakes at once.
 */
@NullMarked
package llhls.cli.config;

import org.jspecify.annotations.NullMarked;
