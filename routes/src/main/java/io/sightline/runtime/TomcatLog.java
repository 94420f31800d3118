package io.sightline.runtime;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps texts of clients out of the log of the process: Tomcat quotes what it cannot read, the target of a request with
 * a token in its query among it, and in its finest log whole requests. What is refused is in the audit log and in the
 * metrics. No level that somebody sets lets them in, because a filter is asked whatever the level is.
 */
final class TomcatLog {
    /** Held here: loggers that nobody holds are forgotten together with their filters. */
    private static final List<Logger> QUOTING = List.of(
            Logger.getLogger("org.apache.coyote.http11.Http11InputBuffer"),
            Logger.getLogger("org.apache.coyote.http11.Http11Processor"),
            Logger.getLogger("org.apache.catalina.connector.CoyoteAdapter"),
            Logger.getLogger("org.apache.tomcat.util.http.Parameters"),
            Logger.getLogger("org.apache.tomcat.util.http.parser.Cookie"));

    /** Tomcat says of clients at INFO and below; its own failures are warnings and errors. */
    private static final Filter OWN_FAILURES = line -> line.getLevel().intValue() >= Level.WARNING.intValue();

    private TomcatLog() {}

    /** For the whole process. */
    static void keepTextsOfClientsOut() {
        QUOTING.forEach(logger -> logger.setFilter(OWN_FAILURES));
    }
}
