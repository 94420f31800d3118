package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;

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
import java.time.Instant;
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
        var claim = claim(record).filter(read -> !(broker.formerVersion && stage.equals("sink")));
        return letters.write(
                new Casualty(
                        record,
                        frame,
                        Optional.of("camera-1"),
                        1,
                        stage,
                        stage + "-route",
                        Optional.empty(),
                        claim.map(FrameReceived::getCapturedAt).or(() -> pictureTime(record)),
                        claim.map(FrameReceived::getOrigin)),
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

    private Optional<FrameReceived> claim(ConsumedRecord record) {
        return Optional.of(record)
                .filter(read -> read.topic().equals(TOPICS.claims()))
                .map(this::value)
                .filter(FrameReceived.class::isInstance)
                .map(FrameReceived.class::cast);
    }

    private static Optional<Instant> pictureTime(ConsumedRecord record) {
        return record.topic().equals(TOPICS.frames())
                ? Optional.of(PaperPipeline.capturedAt(record))
                : Optional.empty();
    }

    private Optional<UUID> frameOf(ConsumedRecord record) {
        Function<Object, @Nullable UUID> id = found -> found instanceof FrameReceived frame
                ? frame.getFrameId()
                : found instanceof InferenceCompleted inference ? inference.getFrameId() : null;
        return Optional.ofNullable(value(record)).map(id);
    }

    private @Nullable Object value(ConsumedRecord record) {
        return PaperBroker.known(broker.logs, new TopicPartition(record.topic(), record.partition()))
                .get((int) record.offset());
    }
}
