package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class PreparationWaysOutTest {
    @Test
    void ofTopicsDependOnWhatTheBrokersSay() {
        assertThat(ofTopic(new ClusterAuthorizationException("no"))).contains("the login");
        assertThat(ofTopic(new TopicAuthorizationException("no"))).contains("the login");
        assertThat(ofTopic(new SaslAuthenticationException("no"))).contains("the login");
        assertThat(ofTopic(new InvalidReplicationFactorException("3 of 1")))
                .contains("--replication", "number of brokers");
        assertThat(ofTopic(new DisconnectException())).contains("brokers are up", "again");
        assertThat(PreparationWaysOut.ofTopic(new TimeoutException())).contains("brokers are up", "again");
        assertThat(ofTopic(new PolicyViolationException("min.insync.replicas"))).contains("what the brokers say");
    }

    @Test
    void ofTheRegistryDependOnItsAnswer() {
        var denied = new TransientFailure(FailureCode.DEPENDENCY_DENIES, "answered 403");
        var refused = new PermanentFailure(FailureCode.DEPENDENCY_MISUNDERSTOOD, "answered 409");
        var away = new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "does not answer");

        assertThat(PreparationWaysOut.ofRegistry(denied, "Start it.")).contains("Let this client in");
        assertThat(PreparationWaysOut.ofRegistry(refused, "Start it.")).contains("refused for good");
        assertThat(PreparationWaysOut.ofRegistry(away, "Start it.")).isEqualTo("Start it.");
    }

    private static String ofTopic(Exception cause) {
        return PreparationWaysOut.ofTopic(new ExecutionException(cause));
    }
}
