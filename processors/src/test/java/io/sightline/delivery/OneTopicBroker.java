package io.sightline.delivery;

import io.sightline.Samples;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** A broker that can describe the topic sightline.frames and do nothing else. */
public final class OneTopicBroker {
    int asked;

    /** The ids of the broker's topics. */
    public TopicIds topicIds() {
        return new TopicIds((Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("describeTopics")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    asked++;
                    return new Description((Collection<?>) arguments[0]);
                }));
    }

    private static final class Description extends DescribeTopicsResult {
        Description(Collection<?> names) {
            super(null, Map.of((String) names.iterator().next(), describe((String)
                    names.iterator().next())));
        }

        private static KafkaFuture<TopicDescription> describe(String name) {
            var answer = new KafkaFutureImpl<TopicDescription>();
            if (name.equals("sightline.frames")) {
                var id =
                        new Uuid(Samples.TOPIC_ID.getMostSignificantBits(), Samples.TOPIC_ID.getLeastSignificantBits());
                answer.complete(new TopicDescription(name, false, List.of(), null, id));
            } else {
                answer.completeExceptionally(new UnknownTopicOrPartitionException(name));
            }
            return answer;
        }
    }
}
