package io.sightline.fault.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.ledger.SentRecord.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentLedgerTest {
    @Test
    void keepsEachRecordOnDisk(@TempDir Path folder) throws Exception {
        // Given
        var frame = new SentRecord(
                Kind.GOOD, Optional.of(new Place(UUID.randomUUID(), 3, 17)), Optional.of(UUID.randomUUID()), "ab");
        var claim = new SentRecord(
                Kind.POISON_CLAIM, Optional.of(new Place(UUID.randomUUID(), 0, 0)), Optional.empty(), "cd");
        var overRest = new SentRecord(Kind.GOOD, Optional.empty(), Optional.of(UUID.randomUUID()), "ef");
        try (var ledger = new SentLedger(folder.resolve("sent.tsv"))) {
            // When
            ledger.add(frame);
            ledger.add(claim);
            ledger.add(overRest);
            // Then
            assertThat(Files.readAllLines(ledger.written()).stream().map(SentRecord::parse))
                    .containsExactly(frame, claim, overRest);
        }
    }
}
