package io.sightline.audit;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What the audit asks of Kafka; each answer is a TransientFailure when there is none. */
public interface Broker {
    /** Topics, logs and positions. Positions of groups are read before the ends of logs. */
    BrokerState read(AuditTopics topics);

    /** Where the logs of these topics end now. A topic that is gone has none. */
    Map<TopicPartition, Long> ends(BrokerState state);
}
