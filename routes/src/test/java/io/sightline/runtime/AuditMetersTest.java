package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.audit.AuditAnswer;
import io.sightline.audit.AuditMeters;
import io.sightline.audit.Gap;
import io.sightline.audit.PartitionState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an operator sees of gaps without asking. */
class AuditMetersTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(AuditMeters.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AuditMeters audit = new AuditMeters(meters);

    @BeforeEach
    void listen() {
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void aGapThatStaysIsToldOnceWhateverItsFigures() {
        audit.update(answer(uncertain(2, "2 records before offset 10 may be refused claims of 2026-11-01.")));
        audit.update(answer(uncertain(3, "3 records before offset 12 may be refused claims of 2026-11-02.")));

        assertThat(told()).hasSize(1);
        assertThat(size()).isEqualTo(3);
    }

    @Test
    void aSecondGapOfTheSamePartitionIsToldToo() {
        var refused = uncertain(2, "2 records before offset 10 may be refused claims.");
        var unread = uncertain(3, "3 records before offset 10 may be what nobody could read.");

        audit.update(answer(unread));
        audit.update(answer(refused, unread));
        audit.update(answer(refused, unread));

        assertThat(told()).hasSize(2);
        assertThat(told().get(1)).contains("refused claims");
        assertThat(size()).isEqualTo(5);
    }

    @Test
    void aGapThatComesBackIsToldAgain() {
        var gap = uncertain(2, "2 records before offset 10 may be refused claims.");

        audit.update(answer(gap));
        audit.update(answer());
        audit.update(answer(gap));

        assertThat(told()).hasSize(2);
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).contains("the audit is clean again");
    }

    @Test
    void theLagOfAGroupIsThatOfItsPartitionsAndUnknownBeforeTheFirstAudit() {
        assertThat(meters.find("sightline.group.lag").gauges()).isEmpty();

        audit.update(answer(List.of(), behind("detect", 3L), behind("detect", 4L), behind("sink", null)));
        assertThat(lag("detect")).isEqualTo(7);
        assertThat(meters.find("sightline.group.lag").gauges()).hasSize(1);

        audit.update(answer(List.of(), behind("detect", 0L), behind("sink", 2L)));
        assertThat(lag("detect")).isZero();
        assertThat(lag("sink")).isEqualTo(2);
    }

    private double lag(String group) {
        return meters.get("sightline.group.lag").tag("group", group).gauge().value();
    }

    private static PartitionState behind(String group, @Nullable Long lag) {
        return new PartitionState(
                group, "topic-0", null, null, null, null, null, lag, null, null, null, null, null, null, null);
    }

    private double size() {
        return meters.get("sightline.audit.gap")
                .tag("equation", "uncertain")
                .gauge()
                .value();
    }

    private List<String> told() {
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("the audit found a gap"))
                .toList();
    }

    private static Gap uncertain(long lacking, String explanation) {
        return new Gap("uncertain", "sightline.frames-0", null, 10L, 10 - lacking, lacking, List.of(), explanation);
    }

    private static AuditAnswer answer(Gap... gaps) {
        return answer(List.of(gaps));
    }

    private static AuditAnswer answer(List<Gap> gaps, PartitionState... partitions) {
        return new AuditAnswer(gaps.isEmpty(), "2026-11-01T08:00:00Z", 0, 0, 0, null, gaps, List.of(partitions), null);
    }
}
