package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.command.Doctor;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowServer;
import io.sightline.e2e.TestStack;
import io.sightline.model.SmallDetector;
import io.sightline.proxy.Direction;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar sightline.jar doctor}, and what a real MLflow has or lacks. Needs Python. */
@Tag("slow")
@ExtendWith({TestStack.class, RunningMlflow.class})
class DoctorMlflowIT {
    @Test
    void findsModelsAndAliasesThatAreNotThere(DevStack stack, MlflowServer server, @TempDir Path folder)
            throws Exception {
        // Given
        var scientist = DataScientist.at(server);
        var source = SmallDetector.in(folder.resolve("detector")).resolve("1");
        scientist.setAlias("doctor-served", "champion", scientist.register("doctor-served", source));
        scientist.register("doctor-waiting", source);
        // When
        var doctor = Doctor.ask(
                stack.isolate("doctor-mlflow"),
                "--sightline.stages=promote",
                "--sightline.mlflow.url=" + server.url(),
                "--sightline.models.served.registered-name=doctor-served",
                "--sightline.models.waiting.registered-name=doctor-waiting",
                "--sightline.models.absent.from=mlflow");
        // Then
        assertThat(doctor.found("mlflow")).matches("ok: " + server.url() + ", version \\d+\\.\\d+.*");
        assertThat(doctor.found("clock.mlflow")).isEqualTo("ok: agrees");
        assertThat(doctor.found("model.served")).isEqualTo("ok: registered model doctor-served, champion is version 1");
        assertThat(doctor.found("model.waiting")).startsWith("warn: ").contains("no version has the alias champion");
        assertThat(doctor.found("model.absent")).isEqualTo("fail: MLflow has no registered model absent");
    }

    @Test
    void findsAClockThatIsOff(DevStack stack, MlflowServer server) {
        // Given
        var settings = stack.isolate("doctor-mlflow");
        settings.put("sightline.mlflow.url", server.url());
        var year = Year.now(ZoneOffset.UTC).getValue();
        try (var proxy = FaultProxy.before(settings, "sightline.mlflow.url")) {
            // 28 years ago each date had the day of the week that it has now.
            proxy.begin(new Fault.Replace(Direction.ANSWER, " " + year + " ", " " + (year - 28) + " "));
            // When
            var doctor = Doctor.ask(settings, "--sightline.stages=promote");
            // Then
            assertThat(doctor.found("clock.mlflow"))
                    .startsWith("fail: differs by ")
                    .endsWith("times of versions are not what they seem");
        }
    }
}
