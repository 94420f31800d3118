package io.sightline.doctor;

import java.time.Duration;
import java.time.Instant;

/** Judges clocks against the one of this machine. */
final class ClockRules {
    /** Of a header Date, which knows whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private static final Duration NOTABLE = Duration.ofSeconds(2);
    private static final String WAY_OUT = "Let the clocks of both machines follow one server of time (chrony, NTP).";

    private ClockRules() {}

    /**
     * What a server says its time is.
     *
     * @param before when it was asked, and {@code after} when it had answered, both by this machine
     * @param limit from where on something fails, and {@code consequence} what
     */
    static Finding judge(
            String check, Instant server, Instant before, Instant after, Duration limit, String consequence) {
        var skew = skew(server, before, after);
        var shown = skew.toSeconds() == 0 ? "agrees" : "differs by " + skew.toSeconds() + " s";
        return new Complaints(check)
                .fail(skew.compareTo(limit) > 0, consequence, WAY_OUT)
                .warn(
                        skew.compareTo(NOTABLE) > 0 && skew.compareTo(limit) <= 0,
                        "more than " + NOTABLE.toSeconds() + " s",
                        WAY_OUT)
                .about(shown);
    }

    /** The least difference that what was seen can mean; it took the server some time to answer. */
    static Duration skew(Instant server, Instant before, Instant after) {
        if (server.plus(GRAIN).isBefore(before)) {
            return Duration.between(server.plus(GRAIN), before);
        }
        return server.isAfter(after) ? Duration.between(after, server) : Duration.ZERO;
    }

    /** A record is not written before its time. */
    static Finding ofNewestRecord(String topic, Instant newest, Instant now) {
        var ahead = Duration.between(now, newest);
        return new Complaints("clock.kafka")
                .warn(
                        ahead.compareTo(NOTABLE) > 0,
                        "it lies " + ahead.toSeconds() + " s ahead, so a producer's clock is fast, or this one slow",
                        WAY_OUT)
                .about("Kafka tells no time; newest record of " + topic + " is of " + newest);
    }
}
