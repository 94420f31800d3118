package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.Dependency;
import io.sightline.failure.TransientFailure;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class LateAdminTest {
    /** RFC 2606: a name that nobody has. */
    private static final String NOBODY = "kafka.invalid:9092";

    @Test
    void isAKafkaThatIsAwayUntilANameResolves() {
        var brokers = new ArrayDeque<>(List.of(NOBODY, "127.0.0.1:9"));
        try (var admin = LateAdmin.of(() -> create(brokers.remove()), NOBODY)) {
            assertThat(admin).hasToString("client of Kafka at " + NOBODY).isEqualTo(admin);
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(admin::listTopics)
                    .withMessageContaining(NOBODY)
                    .satisfies(failure -> assertThat(failure.dependency()).hasValue(Dependency.KAFKA));

            assertThat(admin.listTopics().names()).isNotNull();
        }
    }

    @Test
    void tellsANameThatDoesNotResolveFromWhatIsSetWrong() {
        assertThatThrownBy(() -> create(NOBODY)).matches(LateAdmin::isAboutNames);
        assertThatThrownBy(() -> create("no port"))
                .isInstanceOf(KafkaException.class)
                .matches(failure -> !LateAdmin.isAboutNames(failure));
    }

    private static Admin create(String brokers) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                // Its end waits that long, by default for a minute, for what nobody answers.
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 500,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 500));
    }
}
