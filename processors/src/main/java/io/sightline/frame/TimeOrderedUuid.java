package io.sightline.frame;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** New UUIDs of version 7 (RFC 9562): they sort by time, which keeps index pages of new rows together. */
public final class TimeOrderedUuid {
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public TimeOrderedUuid(Clock clock) {
        this.clock = clock;
    }

    /** A new id. */
    public UUID next() {
        long most = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long least = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
