package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneLiveTest {
    private static final Instant BEGUN = Instant.parse("2026-11-01T08:00:00Z");

    private final List<SentFrame> sent = new ArrayList<>();
    private final Map<RecordPlace, Outcome> outcomes = new HashMap<>();
    private final Launch launch;

    GoneLiveTest(@TempDir Path folder) throws Exception {
        var draft = new FolderLaunch.Draft("PP", Files.createDirectories(folder.resolve("draft")));
        launch = FolderLaunch.prepare("text-detector", folder.resolve("model"), draft, draft);
    }

    @BeforeEach
    void send() {
        inferred("1", -9000, 900);
        inferred("1", -2000, 20);
        inferred("1", -1000, 30);
        inferred("1", 500, 50);
        inferred("2", 1500, 40);
        inferred("2", 9000, 70);
    }

    @Test
    void addsUpWhoDidWhatAndWhatItCost() {
        // When
        var live = GoneLive.of(launch, BEGUN, sent, outcomes, 1);
        // Then
        assertThat(live.formerFrames()).isEqualTo(4);
        assertThat(live.nextFrames()).isEqualTo(2);
        assertThat(live.failed()).isZero();
        assertThat(live.untilAnswer()).hasValue(Duration.ofMillis(1500));
        assertThat(live.before()).as("without the warm-up").isEqualTo(30_000);
        assertThat(live.around()).as("until two seconds after the first answer").isEqualTo(50_000);
    }

    @Test
    void countsFramesWithoutAnInferenceAsFailed() {
        // Given
        sent.add(new SentFrame(sent.size(), "camera", "missing", new RecordPlace(0, 99)));
        // When
        var live = GoneLive.of(launch, BEGUN, sent, outcomes, 1);
        // Then
        assertThat(live.failed()).isOne();
        assertThat(live.lines().get(0)).endsWith("version 2 (PP) did 2, 1 failed");
    }

    @Test
    void saysThatAVersionDidNotServeInTime() {
        // Given
        outcomes.values()
                .removeIf(outcome -> outcome.answer()
                        .map(Answer::version)
                        .filter("2"::equals)
                        .isPresent());
        // When
        var lines = GoneLive.of(launch, BEGUN, sent, outcomes, 1).lines();
        // Then
        assertThat(lines.get(1)).endsWith("unknown: the frames had ended before version 2 served");
    }

    private void inferred(String version, long millisAfter, long millis) {
        var place = new RecordPlace(0, sent.size());
        sent.add(new SentFrame(sent.size(), "camera", "frame", place));
        outcomes.put(
                place,
                new Outcome(
                        1,
                        1,
                        0,
                        new StageTimes(0, 0, millis * 1000, 0),
                        List.of(),
                        Optional.of(new Answer(version, BEGUN.plusMillis(millisAfter)))));
    }
}
