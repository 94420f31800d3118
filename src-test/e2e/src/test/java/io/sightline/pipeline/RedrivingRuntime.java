package io.sightline.pipeline;

import io.sightline.local.LocalRuntime;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** A runtime with all stages that sends dead letters again without delay. */
final class RedrivingRuntime {
    private RedrivingRuntime() {}

    static ConfigurableApplicationContext run(Map<String, String> settings, String... arguments) {
        return LocalRuntime.run(
                settings,
                Stream.concat(
                                Stream.of(
                                        "--sightline.stages=ingest,detect,sink,api",
                                        "--sightline.redrive.period=200ms",
                                        // What was mended is to be seen at once.
                                        "--sightline.detection.source-lifetime=1ms"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
