package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetRepositoryTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    private final OffsetRepository offsets = new OffsetRepository(
            partition -> {
                asked.incrementAndGet();
                if (away) {
                    throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "PostgreSQL is away");
                }
                return partition.partition() * 100L;
            },
            camel);

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void answersTheLastOffsetThatIsDone() {
        assertThat(offsets.getState("a/strange/topic/7")).isEqualTo("699");
        assertThat(offsets.getState("topic/0")).as("nothing is done yet").isEqualTo("-1");
    }

    @Test
    void nothingIsWrittenFromHere() {
        offsets.setState("topic/3", "77777");

        assertThat(offsets.getState("topic/3")).isEqualTo("299");
    }

    @Test
    void waitsThroughAnOutage() {
        away = true;
        var answer = CompletableFuture.supplyAsync(() -> offsets.getState("topic/2"));

        await().until(() -> asked.get() >= 2);
        assertThat(answer).isNotDone();
        away = false;

        assertThat(answer.join()).isEqualTo("199");
    }

    @Test
    void endsWithTheProcess() {
        away = true;
        var answer = CompletableFuture.supplyAsync(() -> offsets.getState("topic/2"));
        await().until(() -> asked.get() >= 1);

        camel.stop();

        assertThatThrownBy(answer::join).hasMessageContaining("PostgreSQL is away");
    }
}
