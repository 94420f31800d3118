package io.sightline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.v1.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureCodeTest {
    /**
     * Codes that only requests can meet, that a retry cures, or that are about a partition or a model and no record.
     */
    private static final Set<FailureCode> NEVER_A_DEAD_LETTER = EnumSet.of(
            FailureCode.INVALID_PARAMETER,
            FailureCode.UNAUTHENTICATED,
            FailureCode.SIGNATURE_INVALID,
            FailureCode.FORBIDDEN,
            FailureCode.NOT_FOUND,
            FailureCode.METHOD_NOT_ALLOWED,
            FailureCode.NOT_ACCEPTABLE,
            FailureCode.BODY_TOO_SLOW,
            FailureCode.RANGE_NOT_SATISFIABLE,
            FailureCode.TOO_MANY_REQUESTS,
            FailureCode.COMMAND_WAITING,
            FailureCode.ROUTE_GUARDED,
            FailureCode.ROUTE_STOPPED,
            FailureCode.IDEMPOTENCY_CONFLICT,
            FailureCode.OVERLOADED,
            FailureCode.DEPENDENCY_UNAVAILABLE,
            FailureCode.DEPENDENCY_DENIES,
            FailureCode.DEPENDENCY_MISUNDERSTOOD,
            FailureCode.MODEL_UNUSABLE,
            FailureCode.FENCED,
            FailureCode.OFFSETS_MISSING,
            FailureCode.RECORDS_EXPIRED,
            FailureCode.TOPIC_REPLACED,
            FailureCode.DATABASE_DIVIDED,
            FailureCode.OFFSET_OUT_OF_RANGE);

    @Test
    void codesOfDeadLettersAreTheReasonsOfTheContract() {
        var codes = EnumSet.complementOf(EnumSet.copyOf(NEVER_A_DEAD_LETTER)).stream()
                .map(Enum::name)
                .collect(Collectors.toSet());
        var reasons = Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.UNKNOWN)
                .map(Enum::name)
                .collect(Collectors.toSet());

        assertThat(reasons).isEqualTo(codes);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeAnswersAnErrorAndHasATitle(FailureCode code) {
        assertThat(code.httpStatus()).isBetween(400, 599);
        assertThat(code.title()).isNotBlank();
    }
}
