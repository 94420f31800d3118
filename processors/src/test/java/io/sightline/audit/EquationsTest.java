package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.audit.Books.Letters;
import io.sightline.audit.Books.OriginRow;
import io.sightline.audit.Books.SinkRow;
import io.sightline.audit.Books.StoredRow;
import io.sightline.audit.Books.Unread;
import io.sightline.audit.BrokerState.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The equations alone, on readings that are made up. */
class EquationsTest {
    private static final UUID ID = UUID.fromString("0a6b3a51-52f5-4f0e-8d11-4a2f8f0a1c01");
    private static final Letters NO_LETTERS = new Letters(0, 0, 0, Pile.NONE, Unread.NONE);

    private final Map<TopicPartition, Span> logs = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<String, Map<TopicPartition, Long>> commits = new HashMap<>();
    private final List<SinkRow> sinks = new ArrayList<>();
    private final List<OriginRow> origins = new ArrayList<>();
    private Letters letters = NO_LETTERS;
    private Absent absent = Absent.NONE;

    @ParameterizedTest
    @CsvSource({
        // position, frames, letters, written off, claims not sunk; gap, in flight, waiting
        "100, 100, 0, 0, 0, 0, 0, 0",
        "100, 97, 3, 0, 0, 0, 0, 0",
        "100, 95, 3, 0, 2, 0, 2, 0",
        "100, 95, 3, 0, 9, 0, 2, 0",
        "100, 95, 3, 0, 0, 2, 0, 0",
        "100, 95, 3, 0, 1, 1, 1, 0",
        "100, 95, 3, 2, 0, 0, 0, 0",
        "90, 87, 3, 0, 0, 0, 0, 10",
        // ahead of the position, as far as the log goes and further
        "90, 94, 0, 0, 0, 0, 0, 6",
        "90, 100, 0, 0, 0, 0, 0, 0",
        "100, 103, 0, 0, 0, -3, 0, 0"
    })
    void whatIngestIsDoneWithIsThereOrOnItsWay(
            long position,
            long frames,
            long lettered,
            long writtenOff,
            long unsunk,
            long gap,
            long inFlight,
            long waiting) {
        log(frames(0), 0, 100);
        commit(AuditTopics.INGEST, frames(0), position);
        origins.add(new OriginRow(ID, frames(0), 0, frames, lettered, 0, writtenOff));
        log(claims(0), 0, 50);
        sink(claims(0), 50 - unsunk);

        var findings = ingest();

        assertThat(findings.inFlight()).isEqualTo(inFlight);
        assertThat(findings.waiting()).isEqualTo(waiting);
        assertThat(findings.gaps()).extracting(Gap::difference).isEqualTo(gap == 0 ? List.of() : List.of(gap));
    }

    @Test
    void thePartitionThatLacksMostIsNamed() {
        for (int number : new int[] {0, 1}) {
            log(frames(number), 0, 100);
            commit(AuditTopics.INGEST, frames(number), 100);
        }
        origins.add(new OriginRow(ID, frames(0), 0, 98, 0, 0, 0));
        origins.add(new OriginRow(ID, frames(1), 0, 70, 0, 0, 0));
        log(claims(0), 0, 50);
        sink(claims(0), 45);

        var gaps = ingest().gaps();

        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.partition()).isEqualTo("sightline.frames-1");
            assertThat(gap.difference()).isEqualTo(27);
        });
    }

    @ParameterizedTest
    @CsvSource({
        // missing, unread claims, unread letters, claims not sunk; uncertain, gap, in flight
        "0, 3, 3, 0, 0, 0, 0",
        "1, 1, 0, 0, 1, 0, 0",
        "1, 0, 1, 0, 1, 0, 0",
        "3, 1, 1, 0, 2, 1, 0",
        "3, 1, 0, 1, 1, 1, 1",
        "2, 5, 0, 5, 0, 0, 2"
    })
    void whatNobodyCouldReadExcusesNoRecordInSilence(
            long missing, long claims, long unreadLetters, long unsunk, long uncertain, long gap, long inFlight) {
        log(frames(0), 0, 10);
        commit(AuditTopics.INGEST, frames(0), 10);
        origins.add(new OriginRow(ID, frames(0), 0, 10 - missing, 0, 0, 0));
        log(claims(0), 0, 50);
        sink(claims(0), 50 - unsunk);
        letters = new Letters(0, 0, 0, Pile.NONE, unread(claims, 0, unreadLetters));

        var findings = ingest();

        assertThat(differences(findings, "uncertain")).isEqualTo(uncertain == 0 ? List.of() : List.of(uncertain));
        assertThat(differences(findings, "ingest")).isEqualTo(gap == 0 ? List.of() : List.of(gap));
        assertThat(findings.inFlight()).isEqualTo(inFlight);
    }

    @ParameterizedTest
    @CsvSource({
        // frames, serving, unread claims, inferences, letters, letters that may be ingest's; uncertain, gap
        "50, 50, 3, 3, 3, 0, 0, 0",
        "50, 49, 0, 1, 0, 0, 1, 0",
        "50, 49, 9, 0, 0, 0, 0, 1",
        "50, 47, 0, 1, 2, 1, 2, 1",
        "50, 52, 1, 9, 9, 0, -1, -1"
    })
    void whatNobodyCouldReadExcusesNoFrameInSilence(
            long frames,
            long serving,
            long claims,
            long unreadInferences,
            long unreadLetters,
            long taken,
            long uncertain,
            long gap) {
        log(claims(0), 0, 50);
        sink(claims(0), 50);
        commit(AuditTopics.DETECT, claims(0), 50);
        letters = new Letters(0, 0, 0, Pile.NONE, unread(claims, unreadInferences, unreadLetters));
        var findings = new Findings();
        findings.take(List.of(), taken);

        new FrameEquation(reading(frames, serving), findings).check();

        assertThat(differences(findings, "uncertain")).isEqualTo(uncertain == 0 ? List.of() : List.of(uncertain));
        assertThat(differences(findings, "frames")).isEqualTo(gap == 0 ? List.of() : List.of(gap));
    }

    @Test
    void oneLetterIsTakenForOneThing() {
        log(frames(0), 0, 10);
        commit(AuditTopics.INGEST, frames(0), 10);
        origins.add(new OriginRow(ID, frames(0), 0, 8, 0, 0, 0));
        letters = new Letters(0, 0, 0, Pile.NONE, unread(1, 0, 3));

        var findings = ingest();

        assertThat(findings.left(new Pile(List.of(), 3)).size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        // frames, serving, detect's position, inferences not sunk; gap, in flight
        "50, 50, 50, 0, 0, 0",
        "50, 48, 48, 0, 0, 2",
        "50, 48, 50, 2, 0, 2",
        "50, 48, 50, 0, 2, 0",
        "50, 45, 48, 1, 2, 3",
        "50, 51, 50, 0, -1, 0"
    })
    void aFrameHasAFateOrIsOnItsWay(long frames, long serving, long detected, long unsunk, long gap, long inFlight) {
        log(claims(0), 0, 50);
        sink(claims(0), 50);
        commit(AuditTopics.DETECT, claims(0), detected);
        log(inferences(0), 0, 40);
        sink(inferences(0), 40 - unsunk);

        var findings = frames(frames, serving);

        assertThat(findings.inFlight()).isEqualTo(inFlight);
        assertThat(findings.gaps()).extracting(Gap::difference).isEqualTo(gap == 0 ? List.of() : List.of(gap));
    }

    @Test
    void inferencesAreAheadAsFarAsClaimsAreLeft() {
        log(claims(0), 0, 50);
        sink(claims(0), 45);
        commit(AuditTopics.DETECT, claims(0), 50);

        assertThat(frames(45, 50).gaps()).isEmpty();
        assertThat(frames(44, 50).gaps()).extracting(Gap::difference).containsExactly(-1L);
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 0, 0", "1, 1, 0, 1", "0, 2, 0, 2", "1, 0, 1, 0"})
    void lettersAreFatesUnlessTheyAreRedriven(long failed, long redriving, long gap, long inFlight) {
        log(claims(0), 0, 50);
        sink(claims(0), 50);
        commit(AuditTopics.DETECT, claims(0), 50);
        letters = new Letters(failed, redriving, 0, Pile.NONE, Unread.NONE);

        var findings = frames(50, 48);

        assertThat(findings.gaps()).hasSize((int) gap);
        assertThat(findings.inFlight()).isEqualTo(inFlight);
    }

    @Test
    void aGapThatIsOpenIsNotClosedByRecordsThatCameLater() {
        log(claims(0), 0, 50);
        ends.put(claims(0), 60L);
        sink(claims(0), 60);
        commit(AuditTopics.DETECT, claims(0), 50);

        assertThat(frames(60, 50).gaps()).as("ten came while the audit read").isEmpty();
        assertThat(frames(60, 49).gaps()).hasSize(1);
    }

    /** Letters that were not looked at. */
    private static Unread unread(long claims, long inferences, long letters) {
        return new Unread(new Pile(List.of(), claims), new Pile(List.of(), inferences), new Pile(List.of(), letters));
    }

    private static List<Long> differences(Findings findings, String equation) {
        return findings.gaps().stream()
                .filter(gap -> gap.equation().equals(equation))
                .map(gap -> Objects.requireNonNull(gap.difference()))
                .toList();
    }

    private Findings ingest() {
        var findings = new Findings();
        new IngestEquation(reading(0, 0), findings).check();
        return findings;
    }

    private Findings frames(long frames, long serving) {
        var findings = new Findings();
        new FrameEquation(reading(frames, serving), findings).check();
        return findings;
    }

    private Reading reading(long frames, long serving) {
        var ids = new HashMap<String, UUID>();
        TOPICS.all().forEach(topic -> ids.put(topic, ID));
        return new Reading(
                TOPICS,
                new BrokerState(ids, logs, commits),
                new Books(sinks, origins, List.of(new StoredRow(ID, claims(0), frames, serving, serving)), letters),
                absent,
                Map.copyOf(ends));
    }

    private void log(TopicPartition partition, long start, long end) {
        logs.put(partition, new Span(start, end));
    }

    private void commit(String group, TopicPartition partition, long offset) {
        commits.computeIfAbsent(group, name -> new HashMap<>()).put(partition, offset);
    }

    private void sink(TopicPartition partition, long next) {
        sinks.add(new SinkRow(TOPICS.sinkGroup(partition.topic()), partition, ID, 0, next, next, 0, 0, 0, 0));
    }

    private static TopicPartition frames(int number) {
        return new TopicPartition(TOPICS.frames(), number);
    }

    private static TopicPartition claims(int number) {
        return new TopicPartition(TOPICS.claims(), number);
    }

    private static TopicPartition inferences(int number) {
        return new TopicPartition(TOPICS.inferences(), number);
    }
}
