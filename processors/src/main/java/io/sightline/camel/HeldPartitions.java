package io.sightline.camel;

import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.kafka.common.TopicPartition;

/** Partitions that must not be read on. */
record HeldPartitions(Set<TopicPartition> partitions) {
    /** Takes their records out of {@link Keys#BATCH}, so that they are not committed, and pauses their fetching. */
    void leaveOut(Exchange exchange) {
        if (partitions.isEmpty()) {
            return;
        }
        List<?> batch = exchange.getProperty(Keys.BATCH, List.class);
        exchange.setProperty(
                Keys.BATCH,
                batch.stream().filter(element -> !isHeld((Exchange) element)).toList());
        batch.stream()
                .map(element -> (Exchange) element)
                .filter(this::isHeld)
                .map(element -> element.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT))
                .filter(DefaultKafkaManualCommit.class::isInstance)
                .map(DefaultKafkaManualCommit.class::cast)
                // The route runs in the consumer's own thread, the only one that may do this.
                .forEach(commit -> commit.getCamelExchangePayload().consumer.pause(Set.of(commit.getPartition())));
    }

    private boolean isHeld(Exchange element) {
        var message = element.getMessage();
        return partitions.contains(new TopicPartition(
                message.getHeader(KafkaConstants.TOPIC, String.class),
                message.getHeader(KafkaConstants.PARTITION, Integer.class)));
    }
}
