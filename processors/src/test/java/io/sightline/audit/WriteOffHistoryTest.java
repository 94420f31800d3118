package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.PaperPipeline.Fate;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is skipped, written off and read again in whatever order: each record without a fate is written off or
 * missing, and which it is stays known.
 */
class WriteOffHistoryTest extends AuditTestSupport {
    private static final int STEPS = 60;
    private static final List<Fate> FATES = List.of(Fate.DETECTED, Fate.DETECTED, Fate.BROKEN, Fate.UNDETECTABLE);

    /** Offsets of the first partition that were written off and have no fate since. */
    private final TreeSet<Long> writtenOff = new TreeSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatHasNoFateIsWrittenOffOrMissing(long seed) throws SQLException {
        var random = new Random(seed);
        answer();
        for (int step = 0; step < STEPS; step++) {
            take(random);
            if (random.nextInt(4) == 0) {
                pipeline.drain();
                if (random.nextInt(3) == 0) {
                    database.change("select audit_recount()");
                }
                assertAccount("seed %d, step %d".formatted(seed, step));
            }
        }
        pipeline.drain();
        for (var gap : answer().gaps()) {
            follow(gap);
        }
        assertClean(deep());
        // All that was ever lost comes back.
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        assertThat(database.number("select count(*) from frame")).isEqualTo(pipeline.end(FRAMES));
        assertClean(deep());
        assertThat(database.number("select sum(records) from written_off_record"))
                .isZero();
    }

    private void take(Random random) {
        long end = pipeline.end(FRAMES);
        long position = PaperBroker.known(pipeline.commits, AuditTopics.INGEST).getOrDefault(FRAMES, 0L);
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                for (int more = random.nextInt(12); more >= 0; more--) {
                    pipeline.send(0, FATES.get(random.nextInt(FATES.size())));
                }
            }
            case 2 -> pipeline.ingest(random.nextInt(5), random.nextInt(4) == 0);
            case 3 -> pipeline.commit(AuditTopics.INGEST, FRAMES, Math.min(end, position + random.nextInt(5)));
            case 4 -> pipeline.commit(AuditTopics.INGEST, FRAMES, random.nextInt((int) position + 1));
            case 5 -> pipeline.sinkClaims(random.nextInt(5));
            default -> {
                if (end > 0) {
                    long first = random.nextInt((int) end);
                    writeOff(first, first + random.nextInt(8), 1 + random.nextInt(5));
                }
            }
        }
    }

    /** The last of those that have no fate. */
    private void writeOff(long first, long last, long most) {
        database.change("call write_off_records('" + pipeline.id(TOPICS.frames()) + "', 0, " + first + ", " + last
                + ", " + most + ")");
        writtenOff.removeAll(known());
        var fateless = fateless(last + 1);
        fateless.removeAll(writtenOff);
        fateless.tailSet(first, true).descendingSet().stream().limit(most).forEach(writtenOff::add);
    }

    private void assertAccount(String when) throws SQLException {
        writtenOff.removeAll(known());
        var missing = fateless(pipeline.end(FRAMES));
        missing.removeAll(writtenOff);
        var answer = answer();
        assertThat(answer.gaps().stream().mapToLong(gap -> Objects.requireNonNull(gap.difference())))
                .as(when)
                .isEqualTo(missing.isEmpty() ? List.of() : List.of((long) missing.size()));
        assertThat(answer.partitions())
                .filteredOn(partition -> partition.group().equals(AuditTopics.INGEST)
                        && partition.partition().equals(FRAMES.toString()))
                .singleElement()
                .satisfies(partition -> assertThat(partition.expired())
                        .as(when)
                        .isEqualTo(writtenOff.headSet(pipeline.end(FRAMES)).size()));
    }

    private TreeSet<Long> fateless(long end) {
        var fateless = LongStream.range(0, end).boxed().collect(Collectors.toCollection(TreeSet::new));
        fateless.removeAll(known());
        return fateless;
    }

    private Set<Long> known() {
        var there = database.text("select origin_offset from frame union select failed_offset from dead_letter"
                + " where stage = 'ingest' and not frame_stored");
        return there.equals("null")
                ? Set.of()
                : Arrays.stream(there.split(",")).map(Long::valueOf).collect(Collectors.toSet());
    }
}
