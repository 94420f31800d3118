package io.sightline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState;
import io.sightline.integration.FileState.Condition;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.kubernetes.PipeFate;
import io.sightline.kubernetes.PipeReconciler;
import io.sightline.kubernetes.PipeStatus;
import io.sightline.kubernetes.StatusBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: ticks, annotations: {camel.apache.org/operator.id: sightline}}
            spec: {source: {uri: timer:ticks}, sink: {uri: log:%s}}
            """;

    private final RememberingApi api = new RememberingApi();
    private final StatusBook book = new StatusBook();
    private final StatusWriter writer = new StatusWriter(api.client(), book, new Hours());

    @BeforeEach
    void create() {
        api.apply(PIPE.formatted("one"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void readsAgainWhatSomebodyElseHasChangedMeanwhile() {
        var known = read();
        api.pipe("ticks").subresource("status").edit(pipe -> {
            pipe.getAdditionalProperties()
                    .put("status", Map.of("conditions", List.of(Map.of("type", "Billed", "status", "True"))));
            return pipe;
        });

        writer.write(known, status(known), () -> true);

        assertThat(api.status("ticks", "phase")).isEqualTo("Ready");
        assertThat(api.status("ticks", "conditions")).contains("Billed", "Ready");
    }

    @Test
    void saysNothingOfAGenerationThatItHasNotJudged() {
        var known = read();
        api.apply(PIPE.formatted("two"));

        writer.write(known, status(known), () -> true);

        assertThat(api.status("ticks", "phase")).isEmpty();
        assertThat(book.due(known, status(known)))
                .as("asked again before the change is told")
                .isEmpty();
    }

    @Test
    void hasTheLastWordOnlyAfterItsOwn() {
        var known = read();
        var said = status(known);
        writer.write(known, said, () -> true);
        var reconciler = new PipeReconciler("pod-1");

        writer.end(known, said, reconciler.over(said));
        assertThat(api.ready("ticks", "message")).isEqualTo("pod-1 has stopped it");

        writer.end(known, said, reconciler.over(status(known)));
        assertThat(api.ready("ticks", "message")).isEqualTo("pod-1 has stopped it");
        writer.write(known, new PipeReconciler("pod-2").status(known, fate(known)), () -> true);
        writer.end(known, said, reconciler.over(said));
        assertThat(api.ready("ticks", "message")).isEqualTo("pod-2 runs it");
    }

    @Test
    void whoseTurnIsOverMeanwhileDoesNotOverwriteItsSuccessor() {
        var known = read();
        var successor = new StatusWriter(api.client(), new StatusBook(), new Hours());
        successor.write(known, new PipeReconciler("pod-2").status(known, fate(known)), () -> true);
        var isOurs = List.of(true, false).iterator();

        writer.write(known, status(known), isOurs::next);

        assertThat(api.ready("ticks", "message")).isEqualTo("pod-2 runs it");
        assertThat(book.due(read(), status(known))).as("it has said nothing").isPresent();
    }

    @Test
    void writesNothingTwice() {
        var known = read();
        writer.write(known, status(known), () -> true);
        var version = read().version();

        writer.write(read(), status(known), () -> true);
        writer.write(known, status(known), () -> true);

        assertThat(read().version()).isEqualTo(version);
    }

    @Test
    void aPipeThatIsGoneNeedsNoStatus() {
        var known = read();
        api.pipe("ticks").delete();

        writer.write(known, status(known), () -> true);

        assertThat(api.pipe("ticks").get()).isNull();
    }

    /** It is deleted between the look and the word: the server answers as one without a place for any status. */
    @Test
    void aPipeThatGoesMeanwhileNeedsNoLastWord() {
        var known = read();
        var said = status(known);
        writer.write(known, said, () -> true);
        api.haveNoStatus(true);

        writer.end(known, said, new PipeReconciler("pod-1").over(said));

        assertThat(api.statusRequests()).isEqualTo(2);
    }

    private ClusterResource read() {
        return ResourceWatch.read(
                api.client(), Objects.requireNonNull(api.pipe("ticks").get()));
    }

    private static PipeStatus status(ClusterResource pipe) {
        return new PipeReconciler("pod-1").status(pipe, fate(pipe));
    }

    private static PipeFate fate(ClusterResource pipe) {
        var live = new FileState("file", Condition.LIVE, Instant.EPOCH, "", List.of());
        return new PipeFate(Optional.of(live), Optional.of(pipe.generation()), false);
    }

    /** Each look is an hour later, so that whatever is written again differs. */
    private static final class Hours extends Clock {
        private int hours;

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(Duration.ofHours(hours++));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
