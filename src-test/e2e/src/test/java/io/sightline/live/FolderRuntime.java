package io.sightline.live;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a packaged runtime that follows a folder, as a parameter of type {@link LiveFolder}: one process of all
 * stages but {@code promote}, with topics, bucket and database of its own, shared by all tests of the build. Each
 * leaves the folder without the files that it has put there.
 */
public final class FolderRuntime implements ParameterResolver {
    private final TestStack stack = new TestStack();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == LiveFolder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var servers = (DevStack) stack.resolveParameter(parameter, test);
        var running = test.getRoot()
                .getStore(ExtensionContext.Namespace.create(FolderRuntime.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(servers), Running.class);
        return new LiveFolder(
                running.runtime, running.settings, running.folder, running.firstStatus, servers.token("sightline-dev"));
    }

    private record Running(RuntimeProcess runtime, Map<String, String> settings, Path folder, int firstStatus)
            implements CloseableResource {
        static Running start(DevStack servers) {
            var settings = servers.isolate("routes-folder");
            try {
                var place = Path.of("target", "live-folder", "routes-" + System.nanoTime());
                var folder = Files.createDirectories(place.toAbsolutePath());
                RoutesFolderIT.prepare(folder);
                var runtime = RuntimeProcess.start(
                                "routes-folder",
                                settings,
                                "--sightline.stages=ingest,detect,sink,api,pipes",
                                "--sightline.routes.directory=" + folder)
                        .awaitReady();
                return new Running(runtime, settings, folder, runtime.apiStatus("/greeting"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            runtime.close();
        }
    }
}
