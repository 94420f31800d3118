package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void namesTheMachinesThatAreCoveredOnOneThatIsNot() {
        assertThatThrownBy(() -> new Platform("Mac OS X", "aarch64").requireNatives())
                .isInstanceOf(DevStackException.class)
                .hasMessage("The development servers run on Linux with an x86-64 or an ARM64 processor; "
                        + "this is Mac OS X on aarch64");
    }

    @Test
    void acceptsTheProcessorsThatTheNativesAreBuiltFor() {
        assertThatCode(() -> new Platform("Linux", "amd64").requireNatives()).doesNotThrowAnyException();
        assertThatCode(() -> new Platform("Linux", "aarch64").requireNatives()).doesNotThrowAnyException();
    }
}
