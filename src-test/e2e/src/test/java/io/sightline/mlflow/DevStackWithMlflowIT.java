package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.devstack.DevStack;
import io.sightline.devstack.DevStackOptions;
import io.sightline.failure.FailureCode;
import io.sightline.local.LocalRuntime;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All servers as a person starts them. Needs Python. */
@Tag("slow")
class DevStackWithMlflowIT {
    @Test
    void aRuntimeIsToldWhereMlflowIs(@TempDir Path data) {
        // Given
        var options = new DevStackOptions(data.resolve("stack"), false, false, false, null, false, true, "localhost")
                .withMlflow();
        try (var stack = DevStack.start(options, System.out::println);
                var runtime = LocalRuntime.run(
                        stack.settings(), "--sightline.stages=promote", "--sightline.devstack.mlflow=true")) {
            // When
            var client = runtime.getBean(MlflowClient.class);
            // Then
            assertThat(client.served()).isEmpty();
            assertThatThrownBy(() -> client.model("parcels")).satisfies(MlflowIT.is(FailureCode.NOT_FOUND));
        }
    }
}
