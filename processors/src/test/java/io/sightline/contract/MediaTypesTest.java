package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    private static final ContractOperation REDRIVE =
            new ContractOperation("redrive", Set.of(), List.of("application/json", "image/jpeg"), List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json;charset=ISO-8859-1",
                "application/json; charset=\"latin1\"",
                "application/json; charset=nothing-like-it"
            })
    void refusesJsonInAnotherCharset(String type) {
        assertThatThrownBy(() -> MediaTypes.requireReadable(REDRIVE, type))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED_MEDIA_TYPE))
                .hasMessageContainingAll(type, "application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json; charset=\"UTF-8\"",
                "image/jpeg; charset=latin1"
            })
    void readsJsonInUtf8AndPicturesWhateverTheySay(String type) {
        assertThatCode(() -> MediaTypes.requireReadable(REDRIVE, type)).doesNotThrowAnyException();
    }
}
