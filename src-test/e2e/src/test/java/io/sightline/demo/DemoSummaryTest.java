package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {
    @Test
    void tellsTheWholeRunAndEndsWithItsAccount() {
        // Given
        var report = new DemoReport(
                new Account(200, 200, 200, 0, List.of(), List.of()),
                Map.of("camera-1", 1600),
                Optional.of(new Accuracy(1590, 1600, 1600)),
                40,
                Duration.ofSeconds(16),
                new StageTimes(200_000, 400_000, 29_600_000, 200_000),
                160,
                2,
                Optional.of(new GoneLive(
                        new Release("1", "PP-OCRv3"),
                        new Release("2", "PP-OCRv4"),
                        "drop-in",
                        130,
                        70,
                        0,
                        Optional.of(Duration.ofMillis(2345)),
                        171_600,
                        190_400)));
        // When
        var lines = new DemoSummary(report).lines();
        // Then
        assertThat(lines)
                .containsExactly(
                        "detections per source   camera-1 1600",
                        "against known truth     precision 0.994, recall 0.994 at IoU 0.5 (1600 text lines known, 1600 found)",
                        "speed                   10.0 frames/s (16.0 s from the first send until the last row was seen, after 40 frames to warm up)",
                        "limit of this machine   10.7 frames/s: 2 cores / (decode + infer); this run reached 0.94 of it",
                        "time of a detection     fetch 0.7 %, decode 1.3 %, infer 97.4 %, post 0.7 %",
                        "a version goes live     version 1 (PP-OCRv3) did 130 frames, version 2 (PP-OCRv4) did 70, none failed",
                        "cost of the swap        2.3 s from the drop-in to the first answer by version 2; p99 of a detection 190 ms around it, 172 ms before",
                        "200 received, 200 inferred, 0 dead-lettered, 0 gaps",
                        "The account of this run balances: each of the 200 frames sent has exactly one fate.");
    }

    @Test
    void namesTheFramesThatAreMissingOrDoubled() {
        // Given
        var missing = new SentFrame(3, "camera-1", "camera-1-00003.jpg", new RecordPlace(2, 17));
        var doubled = new SentFrame(4, "camera-2", "camera-2-00004.jpg", new RecordPlace(0, 5));
        // When
        var lines = new DemoSummary(reportOf(new Account(5, 4, 4, 0, List.of(missing), List.of(doubled)))).lines();
        // Then
        assertThat(lines)
                .endsWith(
                        "gap: camera-1-00003.jpg (partition 2 offset 17) has neither an inference nor a dead letter",
                        "double: camera-2-00004.jpg (partition 0 offset 5) has more rows than one frame may have",
                        "4 received, 4 inferred, 0 dead-lettered, 1 gaps, 1 doubles",
                        "The account of this run does NOT balance: 5 frames were sent.");
    }

    @Test
    void namesTenOfManyMissingFrames() {
        // Given
        var missing = IntStream.range(0, 25)
                .mapToObj(number -> new SentFrame(number, "camera-1", "p" + number, new RecordPlace(0, number)))
                .toList();
        // When
        var lines = new DemoSummary(reportOf(new Account(25, 0, 0, 0, missing, List.of()))).lines();
        // Then
        assertThat(lines).filteredOn(line -> line.startsWith("gap: p")).hasSize(10);
        assertThat(lines).contains("gap: and 15 more");
    }

    @Test
    void saysThatNobodyKnowsTheTruthOfOwnPicturesAndThatNothingWasInferred() {
        // When
        var lines = new DemoSummary(reportOf(new Account(1, 1, 0, 1, List.of(), List.of()))).lines();
        // Then
        assertThat(lines)
                .contains(
                        "against known truth     none: nobody has told what is in these pictures",
                        "limit of this machine   nothing was inferred",
                        "time of a detection     nothing was inferred");
    }

    private static DemoReport reportOf(Account account) {
        return new DemoReport(
                account, Map.of(), Optional.empty(), 0, Duration.ofSeconds(1), StageTimes.NONE, 0, 2, Optional.empty());
    }
}
