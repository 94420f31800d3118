package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.DrawnPicture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permits for versions that serve nobody. */
class SparePermitsTest {
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    /** However long what was spared is held: one is left for those who come. */
    @Test
    void sparesAllPermitsButOne() throws Exception {
        // Given
        var permits = permits(2);
        var spare = permits.takeSpare();
        // When
        var next = callers.submit(permits::takeSpare);
        for (int i = 0; i < 10; i++) {
            permits.take(Lane.REQUESTS).close();
            permits.take(Lane.PIPELINE).close();
        }
        // Then
        assertThat(next).isNotDone();
        spare.close();
        next.get().close();
        assertThat(permits.used()).isZero();
    }

    @Test
    void sparesNoneThatSomebodyElseWaitsFor() throws Exception {
        // Given
        var permits = permits(2);
        var held = List.of(permits.take(Lane.REQUESTS), permits.take(Lane.REQUESTS));
        var spare = callers.submit(permits::takeSpare);
        var taken = List.of(submit(() -> permits.take(Lane.PIPELINE)), submit(() -> permits.take(Lane.REQUESTS)));
        while (permits.waiting(Lane.PIPELINE) + permits.waiting(Lane.REQUESTS) < 2) {
            Thread.onSpinWait();
        }
        // When
        held.forEach(Permit::close);
        // Then
        for (var each : taken) {
            assertThat(each.get().lane()).isNotNull();
        }
        assertThat(spare).isNotDone();
        for (var each : taken) {
            each.get().close();
        }
        spare.get().close();
    }

    @Test
    void sparesNoneWhenTheyAreClosed() throws Exception {
        var permits = permits(2);
        var held = List.of(permits.take(Lane.REQUESTS), permits.take(Lane.REQUESTS));
        var waiter = callers.submit(permits::takeSpare);

        var closing = callers.submit(permits::close);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiter::get)
                .havingCause()
                .withMessageContaining("the engine is closed");
        held.forEach(Permit::close);
        closing.get();
    }

    @Test
    void theOnlyPermitIsForWhatServes(@TempDir Path folder) {
        var model = new ModelFolder(folder).with("1/model.onnx", TinyModel.map("Sigmoid", 0));
        try (var engine = model.engine();
                var prepared = engine.prepare(model.directory().newest())) {
            // Given
            engine.challenge(prepared);
            // When, then
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> engine.detectInShadow(picture(), DetectionOptions.NONE))
                    .withMessage("the only permit cannot be spared")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
            try (var permit = engine.take(Lane.REQUESTS)) {
                assertThat(permit.isAlone()).isTrue();
                assertThat(engine.detect(picture(), DetectionOptions.NONE, prepared)
                                .model()
                                .version())
                        .as("a version on trial waits for nobody")
                        .isEqualTo("1");
            }
        }
    }

    private Future<Permit> submit(Callable<Permit> call) {
        return callers.submit(call);
    }

    private static Permits permits(int count) {
        return new Permits(EngineSettings.standard().with(count, Duration.ofMinutes(1)));
    }

    private static byte[] picture() {
        try (var drawn = new DrawnPicture(64, 64, 200)) {
            return drawn.encode(".png");
        }
    }
}
