/** The {@code ll-hls} command line, and the one place where ingest, packager and origin are wired together. */
@NullMarked
package llhls.cli;

import org.jspecify.annotations.NullMarked;
