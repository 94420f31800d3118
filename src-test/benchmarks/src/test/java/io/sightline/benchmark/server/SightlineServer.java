package io.sightline.benchmark.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged runtime, as an operator runs it. */
public final class SightlineServer {
    private static final Path JAR = Path.of("..", "..", "routes", "target", "sightline", "sightline.jar");
    /** Of its Java. */
    private static final String OPTIONS = System.getProperty("benchmark.java", "-Xmx384m -XX:+UseParallelGC");

    private SightlineServer() {}

    /** @param properties of the runtime, beside its ports */
    public static MeasuredServer start(Map<String, String> properties) throws IOException, InterruptedException {
        return start(Map.of(), properties, OPTIONS);
    }

    /** The same with environment variables. */
    public static MeasuredServer startIn(Map<String, String> environment, Map<String, String> properties)
            throws IOException, InterruptedException {
        return start(environment, properties, OPTIONS);
    }

    /** The same with a heap that takes all of its memory at once, so that only native memory can grow. */
    public static MeasuredServer startFilled(Map<String, String> properties) throws IOException, InterruptedException {
        return start(Map.of(), properties, "-Xms384m -Xmx384m -XX:+UseParallelGC -XX:+AlwaysPreTouch");
    }

    /** The same with more options of its Java, or none. */
    public static MeasuredServer startWith(String options, Map<String, String> properties)
            throws IOException, InterruptedException {
        return start(Map.of(), properties, (OPTIONS + " " + options).strip());
    }

    private static MeasuredServer start(Map<String, String> environment, Map<String, String> properties, String options)
            throws IOException, InterruptedException {
        var port = MeasuredServer.freePort();
        var management = MeasuredServer.freePort();
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        properties.forEach((name, value) -> {
            if (!name.endsWith("server.port")) {
                command.add("--" + name + "=" + value);
            }
        });
        command.add("--server.port=" + port);
        command.add("--server.address=127.0.0.1");
        command.add("--management.server.port=" + management);
        return MeasuredServer.start(
                "sightline",
                Path.of("."),
                command,
                environment,
                URI.create("http://127.0.0.1:" + port),
                URI.create("http://127.0.0.1:" + management + "/actuator/health/readiness"));
    }
}
