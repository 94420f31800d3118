package io.sightline.pipeline;

import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState;
import io.sightline.integration.FileState.Condition;
import io.sightline.live.LiveRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Assertions;
import org.springframework.context.ConfigurableApplicationContext;

/** The folder of routes of a runtime, into which tests put Pipes. */
final class PipesFolder {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final LiveRoutes live;
    private final CamelContext camel;

    private PipesFolder(Path folder, LiveRoutes live, CamelContext camel) {
        this.folder = folder;
        this.live = live;
        this.camel = camel;
    }

    /** An empty one for {@code sightline.routes.directory}. */
    static Path make() {
        try {
            return Files.createTempDirectory(Path.of("target"), "pipes-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a runtime that follows it. */
    static PipesFolder of(ConfigurableApplicationContext runtime) {
        var folder = Objects.requireNonNull(runtime.getEnvironment().getProperty("sightline.routes.directory"));
        return new PipesFolder(Path.of(folder), runtime.getBean(LiveRoutes.class), runtime.getBean(CamelContext.class));
    }

    /** Puts in all files of another folder, and waits until they run. */
    void loadAll(Path others) throws IOException {
        try (var files = Files.list(others)) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (var files = Files.list(others)) {
            files.map(file -> String.valueOf(file.getFileName())).forEach(this::awaitLive);
        }
    }

    /** Puts in a Pipe, and waits until it runs. */
    void load(String name, String pipe) throws IOException {
        Files.writeString(folder.resolve(name + ".pipe.yaml"), pipe);
        awaitLive(name + ".pipe.yaml");
    }

    /** Puts in a wrong change of a Pipe, and waits until that is found. */
    void spoil(String name, String pipe) throws IOException {
        Files.writeString(folder.resolve(name + ".pipe.yaml"), pipe);
        await().atMost(PATIENCE)
                .until(() -> state(name + ".pipe.yaml")
                        .filter(it -> it.condition() == Condition.INVALID)
                        .isPresent());
    }

    /** Takes it out, and waits until it has ended what it had begun. */
    void remove(String name) throws IOException {
        Files.delete(folder.resolve(name + ".pipe.yaml"));
        await().atMost(PATIENCE)
                .until(() -> state(name + ".pipe.yaml")
                        .filter(state -> state.condition() != Condition.REMOVED)
                        .isEmpty());
    }

    private void awaitLive(String file) {
        await().atMost(PATIENCE).until(() -> {
            var state = state(file);
            state.filter(it -> it.condition() == Condition.INVALID || it.condition() == Condition.FAILED)
                    .ifPresent(it -> Assertions.fail(it.file() + ": " + it.message()));
            return state.isPresent() && state.get().condition() == Condition.LIVE;
        });
    }

    private Optional<FileState> state(String file) {
        return live.states().stream()
                .filter(state -> state.file().endsWith(file))
                .findFirst();
    }

    /** What a Pipe of a test can name as its sink: {@code direct:<name>}. */
    void sink(String name, Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name)
                        .routeId(name)
                        .errorHandler(noErrorHandler())
                        .process(processor);
            }
        });
    }
}
