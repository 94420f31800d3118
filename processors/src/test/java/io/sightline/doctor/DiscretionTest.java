package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiscretionTest {
    @Test
    void showsNoSecretWhoeverHasWrittenIt() {
        var finding = Finding.fail(
                "chatty",
                "http://user:pass@host refused hunter2-longer and hunter2\nat line 2\u001b[31m",
                "Change hunter2.");

        assertThat(shown(finding, "hunter2", "hunter2-longer"))
                .isEqualTo(Finding.fail(
                        "chatty", "http://***@host refused *** and *** at line 2\\u001b[31m", "Change ***."));
    }

    @Test
    void hidesASecretBeforeItIsCut() {
        var finding = Finding.ok("long", "-".repeat(1996) + "hunter2");

        assertThat(shown(finding, "hunter2").found()).isEqualTo("-".repeat(1996) + "***");
    }

    @Test
    void cutsWhatIsLong() {
        assertThat(shown(Finding.ok("long", "-".repeat(2001))).found()).isEqualTo("-".repeat(2000) + "...");
    }

    @Test
    void hidesASecretOfSeveralLinesHoweverAMessageHasIt() {
        var finding = Finding.ok("lines", "hunter\n2\t3, hunter\n2\t3\n, hunter 2\t3 and hunter\\u000a2\\u00093");

        assertThat(shown(finding, "hunter\n2\t3\n").found()).isEqualTo("***, *** , *** and ***");
    }

    @Test
    void letsNothingStandForAnEmptySecret() {
        assertThat(shown(Finding.ok("short", "an empty folder"), "", " ").found())
                .isEqualTo("an empty folder");
    }

    private static Finding shown(Finding finding, String... secrets) {
        return new Discretion(Set.of(secrets)).shown(List.of(finding)).get(0);
    }
}
