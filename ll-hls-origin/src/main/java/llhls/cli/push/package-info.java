/**
 * What {@code push} sends: a TS file in real time, or a test pattern with a clock in it, made here in plain Java.
 */
@NullMarked
package llhls.cli.push;

import org.jspecify.annotations.NullMarked;
