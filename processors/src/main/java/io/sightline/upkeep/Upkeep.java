package io.sightline.upkeep;

import java.sql.SQLException;
import java.util.Optional;

/** A piece of work that runs by the clock, in every process that has the stage sink. */
public interface Upkeep {
    /** The work in a word or two, as metrics and log lines name it. */
    String name();

    /**
     * Does it once.
     *
     * @return what was done; empty when another process does it, or did it a short time ago
     * @throws io.sightline.failure.Failure when a server does not do its part; what was done until then stays done
     */
    Optional<Tally> run() throws SQLException;
}
