package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.TransientFailure;
import org.junit.jupiter.api.Test;

class TopicIdsTest {
    private final OneTopicBroker broker = new OneTopicBroker();
    private final TopicIds topicIds = broker.topicIds();

    @Test
    void asksTheBrokerOnce() {
        assertThat(topicIds.of("sightline.frames"))
                .isEqualTo(topicIds.of("sightline.frames"))
                .isEqualTo(Samples.TOPIC_ID);
        assertThat(broker.asked).isOne();
    }

    @Test
    void asksAgainAfterTheBrokerDidNotKnow() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> topicIds.of("nowhere"))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("topic nowhere")
                    .hasMessageContaining("camel.component.kafka.brokers");
        }
        assertThat(broker.asked).isEqualTo(2);
    }
}
