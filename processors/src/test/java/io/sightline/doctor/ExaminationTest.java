package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExaminationTest {
    private static final Check GOOD = Check.of("good", "", () -> Finding.ok("good", "there"));
    private static final Check BAD = Check.of("bad", "Mend it.", () -> {
        throw new IllegalStateException("outer", new IOException("inner"));
    });

    @Test
    void reportsInTheOrderOfTheQuestions() throws InterruptedException {
        var findings = run(new Subject(GOOD, List.of(GOOD, BAD)), Subject.of(BAD));

        assertThat(findings).extracting(Finding::check).containsExactly("good", "good", "bad", "bad");
        assertThat(findings.get(2)).isEqualTo(Finding.fail("bad", "IOException: inner", "Mend it."));
    }

    @Test
    void asksNoFurtherWhereTheFirstFails() throws InterruptedException {
        var findings = run(new Subject(BAD, List.of(GOOD)));

        assertThat(findings.get(1)).isEqualTo(Finding.skipped("good", "bad comes first"));
    }

    @Test
    void waitsForNoOneBeyondItsLimit() throws InterruptedException {
        var never = new CountDownLatch(1);
        var silent = Check.of("silent", "Start it.", () -> {
            never.await();
            return Finding.ok("silent", "");
        });

        var findings = new Examination(Duration.ofMillis(1))
                .run(List.of(new Subject(silent, List.of(GOOD)), Subject.of(silent)));

        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.FAIL, Outcome.SKIPPED, Outcome.FAIL);
        assertThat(findings.get(0).found()).startsWith("did not answer within");
        never.countDown();
    }

    private static List<Finding> run(Subject... subjects) throws InterruptedException {
        return new Examination(Duration.ofMinutes(1)).run(List.of(subjects));
    }
}
