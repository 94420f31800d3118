package io.sightline.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the letters that records of a redrive name in their headers, once their rows are there. Only by them is
 * known that a letter is cured which names no frame, or which is the sink's own. Where the sink refuses the row, the
 * stage before has done its part all the same, and a letter of the sink tells what is still to be cured.
 *
 * <p>A header can be forged. So a letter is resolved only while it is redriving, only by what was made of a record of
 * its own topic, or of the stage behind its own, and only when it is about the same frame as far as it knows one.
 */
final class RedrivenLetters {
    private static final String RESOLVE = """
            update dead_letter d set state = 'resolved'
            from (
              select distinct event_id, topic, frame_id, cured from unnest(?, ?, ?, ?) as t (event_id, topic, frame_id, cured)
            ) as t
            where d.event_id = t.event_id and d.state = 'redriving'
              and ((d.stage = 'sink' and d.failed_topic = t.topic) or d.stage = t.cured)
              and (d.frame_id is null or d.frame_id = t.frame_id)""";

    private RedrivenLetters() {}

    /**
     * A record whose row is there, be it new or a duplicate, or was refused.
     *
     * @param topic topic whose letters of the sink are cured; empty when the sink has refused the row
     * @param frameId frame of the row
     * @param cured stage that has done its part, as the row shows; empty when it shows of none but the sink
     */
    record Arrival(
            ConsumedRecord record, String topic, @Nullable UUID frameId, String cured) {
        static Arrival ofStored(ConsumedRecord record, @Nullable UUID frameId, String cured) {
            return new Arrival(record, record.topic(), frameId, cured);
        }

        static Arrival ofRefused(ConsumedRecord record, @Nullable UUID frameId, String cured) {
            return new Arrival(record, "", frameId, cured);
        }
    }

    static void resolve(Connection connection, List<Arrival> arrivals) throws SQLException {
        var redriven = arrivals.stream()
                .flatMap(arrival ->
                        Redriven.of(arrival.record()).stream().map(trail -> new Proof(trail.letter(), arrival)))
                .toList();
        if (redriven.isEmpty()) {
            return;
        }
        new Columns<>(redriven)
                .column("uuid", Proof::letter)
                .column("text", proof -> proof.arrival().topic())
                .column("uuid", proof -> proof.arrival().frameId())
                .column("text", proof -> proof.arrival().cured())
                .execute(connection, RESOLVE);
    }

    private record Proof(UUID letter, Arrival arrival) {}
}
