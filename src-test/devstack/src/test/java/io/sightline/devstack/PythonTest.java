package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonTest {
    @Test
    void saysWhatIsMissingAndHowToDoWithoutIt() {
        assertThatThrownBy(() -> new Python("no-such-python").version())
                .isInstanceOf(DevStackException.class)
                .hasMessage("MLflow needs Python 3.10 or newer, and there is no no-such-python; install it, or leave"
                        + " sightline.devstack.mlflow out");
    }

    /** The versions are those that the machine of a test happens not to have. */
    @ParameterizedTest
    @ValueSource(strings = {"Python 2.7.18", "Python 3.9.25", "pyenv: python3: command not found"})
    void refusesOneThatIsTooOldOrNone(String says, @TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> python(folder, says).version())
                .isInstanceOf(DevStackException.class)
                .hasMessageContaining("Python 3.10 or newer")
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Python 3.10.0", "Python 3.14.0rc1"})
    void takesNewerOnes(String says, @TempDir Path folder) throws IOException {
        assertThat(python(folder, says).version()).isEqualTo(says);
    }

    private static Python python(Path folder, String says) throws IOException {
        var program = folder.resolve("python3");
        Files.writeString(program, "#!/bin/sh\necho '" + says + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Python(program.toString());
    }
}
