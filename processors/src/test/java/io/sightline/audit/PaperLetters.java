package io.sightline.audit;

import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The dead letters of all stages. */
final class PaperLetters {
    private final PaperBroker broker;
    private final DeadLetterFactory letters;

    PaperLetters(PaperBroker broker, Clock clock) {
        this.broker = broker;
        this.letters = new DeadLetterFactory(new ClaimNaming("sightline"), clock, "1.2.3");
    }

    DeadLetter write(ConsumedRecord record, Optional<UUID> frame, String stage) {
        return letters.write(
                new Casualty(record, frame, Optional.of("camera-1"), 1, stage, stage + "-route"),
                new PermanentFailure(FailureCode.NOT_A_PICTURE, "no picture"));
    }

    /** Of a record that can be read, and that the database refuses. */
    DeadLetter refused(ConsumedRecord record) {
        return write(record, frameOf(record), "sink");
    }

    /** Of a record that cannot be read. */
    DeadLetter unreadable(ConsumedRecord record, String stage) {
        return write(record, Optional.empty(), stage);
    }

    private Optional<UUID> frameOf(ConsumedRecord record) {
        var value = PaperBroker.known(broker.logs, new TopicPartition(record.topic(), record.partition()))
                .get((int) record.offset());
        Function<Object, @Nullable UUID> id = found -> found instanceof FrameReceived frame
                ? frame.getFrameId()
                : found instanceof InferenceCompleted inference ? inference.getFrameId() : null;
        return Optional.ofNullable(value).map(id);
    }
}
