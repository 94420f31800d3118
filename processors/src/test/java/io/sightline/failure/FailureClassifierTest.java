package io.sightline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InsufficientDataException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassifierTest {
    private final FailureClassifier classifier = new FailureClassifier();

    @ParameterizedTest
    @MethodSource("outages")
    void whatTimeCuresIsTransient(Throwable thrown) {
        assertThat(classifier.classify(thrown))
                .isInstanceOf(TransientFailure.class)
                .hasRootCause(rootOf(thrown))
                .extracting(Failure::code)
                .isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new IOException("connection reset"),
                new UncheckedIOException(new IOException("connection reset")),
                new InsufficientDataException("half an answer"),
                refused("SlowDown"),
                refused("AccessDenied"),
                refused("NoSuchBucket"),
                new NotLeaderOrFollowerException("moved"),
                new SslAuthenticationException("not trusted"),
                new org.apache.kafka.common.errors.TimeoutException("no answer"),
                new TimeoutException("no answer"),
                new InterruptedException("stopping"),
                new InterruptException("stopping"),
                new RejectedExecutionException("stopping"),
                new ExecutionException("no cause", null),
                new CompletionException(new ExecutionException(new IOException("connection reset"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "57P01", "57014", "25006", "42P01", "2", ""})
    void databaseThatCannotNowIsTransient(String state) {
        assertThat(classifier.classify(new SQLException("refused", state))).isInstanceOf(TransientFailure.class);
    }

    @ParameterizedTest
    @MethodSource("outagesByServer")
    void tellsWhichServerIsAway(Throwable thrown, Dependency server) {
        assertThat(classifier.classify(thrown))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.dependency()).hasValue(server));
    }

    static Stream<Arguments> outagesByServer() {
        return Stream.of(
                Arguments.of(new SQLException("broken", "08006"), Dependency.POSTGRESQL),
                Arguments.of(new SQLException("too many connections", "53300"), Dependency.POSTGRESQL),
                Arguments.of(new SQLException("shutting down", "57P01"), Dependency.POSTGRESQL),
                Arguments.of(new SQLException("starting up", "57P03"), Dependency.POSTGRESQL),
                Arguments.of(
                        new IllegalStateException(
                                new SQLException("broken", "08006", new SocketTimeoutException("read"))),
                        Dependency.POSTGRESQL),
                Arguments.of(new SQLTransientConnectionException("no connection within 5 s"), Dependency.POSTGRESQL),
                Arguments.of(new SQLException("Connection is closed"), Dependency.POSTGRESQL),
                Arguments.of(refused("SlowDown"), Dependency.S3),
                Arguments.of(refused("NoSuchBucket"), Dependency.S3),
                Arguments.of(new ConnectException("refused"), Dependency.S3),
                Arguments.of(new UncheckedIOException(new SocketTimeoutException("read")), Dependency.S3),
                Arguments.of(new InsufficientDataException("half an answer"), Dependency.S3),
                Arguments.of(
                        new ExecutionException(new org.apache.kafka.common.errors.TimeoutException("no answer")),
                        Dependency.KAFKA),
                Arguments.of(new ExecutionException(new SaslAuthenticationException("expired")), Dependency.KAFKA),
                Arguments.of(
                        new IllegalStateException(
                                new TransientFailure(FailureCode.MODEL_NOT_SERVING, "not yet", null, Dependency.MODEL)),
                        Dependency.MODEL));
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void whatARepeatMayCureAtOnceIsNobodysAbsence(Throwable thrown) {
        assertThat(classifier.classify(thrown))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.dependency()).isEmpty());
    }

    static Stream<Throwable> repeatable() {
        return Stream.of(
                new SQLException("serialization failure", "40001"),
                new SQLException("deadlock", "40P01"),
                new SQLException("lock timeout", "55P03"),
                new SQLException("statement timeout", "57014"),
                new InterruptedException("stopping"),
                new InterruptException("stopping"),
                new RejectedExecutionException("stopping"),
                new OutOfMemoryError("Java heap space"));
    }

    @Test
    void databaseThatSaysNothingIsTransient() {
        assertThat(classifier.classify(new SQLException("refused"))).isInstanceOf(TransientFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22003", "22P05", "23502", "23503", "23514"})
    void rowAtFaultIsPermanent(String state) {
        var failure = classifier.classify(new IllegalStateException(new BatchUpdateException("refused", state, null)));

        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("refused");
        assertThat(failure.code()).isEqualTo(FailureCode.CONSTRAINT_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchKey", "NoSuchObject", "ResourceNotFound"})
    void objectThatIsGoneIsAMissingClaimAndNamed(String code) {
        var failure = classifier.classify(new RuntimeException(refused(code)));

        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("pictures/sha256/ab");
        assertThat(failure.code()).isEqualTo(FailureCode.CLAIM_MISSING);
    }

    @ParameterizedTest
    @MethodSource("shortages")
    void processThatIsOutOfMemoryIsTransient(Throwable thrown) {
        assertThat(classifier.classify(thrown))
                .isInstanceOf(TransientFailure.class)
                .hasRootCauseInstanceOf(VirtualMachineError.class)
                .hasMessage("OutOfMemoryError: Java heap space")
                .extracting(Failure::code)
                .isEqualTo(FailureCode.OVERLOADED);
    }

    static Stream<Throwable> shortages() {
        var error = new OutOfMemoryError("Java heap space");
        return Stream.of(
                error,
                new IllegalStateException("failed", error),
                new ExecutionException(new IllegalStateException(error)),
                new PermanentFailure(FailureCode.UNDECODABLE_RECORD, "cannot be decoded", error));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultOfOurOwnIsPermanentAndSaysWhat(Throwable thrown, String description) {
        var failure = classifier.classify(thrown);

        assertThat(failure)
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(description)
                .hasCause(thrown);
        assertThat(failure.code()).isEqualTo(FailureCode.UNEXPECTED_FAILURE);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new NullPointerException("x is null"), "NullPointerException: x is null"),
                Arguments.of(
                        new IllegalStateException("outer", new ArithmeticException("inner")),
                        "IllegalStateException: outer"),
                Arguments.of(new StackOverflowError(), "StackOverflowError: null"),
                Arguments.of(new ClassCastException(), "ClassCastException: null"));
    }

    @Test
    void failureWithACodeStaysWhatItIsHoweverDeep() {
        var failure = new PermanentFailure(FailureCode.TRUNCATED_PICTURE, "half a picture", new IOException("end"));

        assertThat(classifier.classify(new RuntimeException(new ExecutionException(failure))))
                .isSameAs(failure);
    }

    @Test
    void causesInACircleEnd() {
        var one = new IllegalStateException("one");
        var other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(classifier.classify(one).code()).isEqualTo(FailureCode.UNEXPECTED_FAILURE);
    }

    private static Throwable rootOf(Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
    }

    private static ErrorResponseException refused(String code) {
        var request = new Request.Builder().url("http://localhost/").build();
        var response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(404)
                .message("refused")
                .build();
        return new ErrorResponseException(
                new ErrorResponse(code, "refused", "pictures", "sha256/ab", "/", "1", "host"), response, "");
    }
}
