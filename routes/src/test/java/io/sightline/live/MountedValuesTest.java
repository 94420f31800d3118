package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountedValuesTest {
    private final Path folder;
    private final MountedValues values;

    MountedValuesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectory(folder.resolve("camera"));
        Files.writeString(folder.resolve("camera/password"), "open:sesame\n");
        Files.writeString(folder.resolve("above"), "not for anybody");
        values = new MountedValues("secret", folder);
    }

    @Test
    void readsTheFileOfTheKeyWithoutTheLineBreakAtItsEnd() {
        assertThat(values.apply("camera/password")).isEqualTo("open:sesame");
        assertThat(values.apply("camera/user:admin")).isEqualTo("admin");
    }

    @Test
    void resolvesPlaceholdersOfRoutes() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addPropertiesFunction(values);

            assertThat(camel.resolvePropertyPlaceholders("x={{secret:camera/password}}"))
                    .isEqualTo("x=open:sesame");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".dockerconfigjson", "_key", "-key", "tls.crt"})
    void takesEachNameThatAKeyMayHave(String key) throws IOException {
        Files.writeString(folder.resolve("camera").resolve(key), "value of " + key);

        assertThat(values.apply("camera/" + key)).isEqualTo("value of " + key);
    }

    @Test
    void whatIsNotMountedIsToldWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> values.apply("camera/user"))
                .withMessageContaining("{{secret:camera/user}}")
                .withMessageContaining(folder.resolve("camera/user").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camera",
                "camera/..",
                "camera/..data",
                "../above",
                "camera/../above",
                "/above",
                "camera/",
                "camera/."
            })
    void nothingElseIsRead(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> values.apply(name))
                .withMessageContaining("is not of the form {{secret:name/key}}");
    }
}
