package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersEndWithTheirParentIT {
    @Test
    void everyServerEndsWhenTheParentIsKilled(@TempDir Path data) throws Exception {
        // Given
        var parent = new JavaCommand(
                        List.of("-Xmx64m"),
                        System.getProperty("java.class.path"),
                        List.of(ParentOfServers.class.getName(), data.toString()))
                .line(List.of());
        var process = new ProcessBuilder(parent)
                .redirectError(Redirect.appendTo(data.resolve("parent.log").toFile()))
                .start();
        try (var output = process.inputReader()) {
            var line = output.readLine();
            assertThat(line).as(Files.readString(data.resolve("parent.log"))).isNotNull();
            List<ProcessHandle> servers = new ArrayList<>();
            Arrays.stream(line.split(" ")).forEach(pid -> servers.add(handle(pid)));
            servers.add(handle(Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid"))
                    .get(0)));
            // When
            process.destroyForcibly();
            // Then
            await().atMost(Duration.ofSeconds(60)).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static ProcessHandle handle(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }
}
