package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.PermanentFailure;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractParameterTest {
    private static final ContractParameter LABELS = new ContractParameter(
            "label",
            "query",
            false,
            new ArraySchema().items(new StringSchema().minLength(1)).maxItems(2));

    private static final ContractParameter REGION = new ContractParameter(
            "region",
            "query",
            false,
            new ArraySchema()
                    .items(new NumberSchema().minimum(BigDecimal.ZERO).maximum(BigDecimal.ONE))
                    .minItems(4)
                    .maxItems(4),
            true);

    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#valid")
    void takesEveryIdThatASourceCanHave(String id) {
        var source = new ContractParameter(
                "source", "query", false, new StringSchema().minLength(1).maxLength(200));

        assertThat(source.read(List.of(id))).hasValue(id);
    }

    @Test
    void readsAListWhoseValuesAreGivenEachByItself() {
        assertThat(LABELS.read(List.of("car"))).hasValue(List.of("car"));
        assertThat(LABELS.read(List.of("car, red", "van"))).hasValue(List.of("car, red", "van"));
        assertThat(LABELS.read(List.of())).isEmpty();
    }

    @Test
    void readsAListWhoseValuesStandInOne() {
        assertThat(REGION.read(List.of("0.5,0,0.25,1"))).hasValue(List.of(0.5, 0.0, 0.25, 1.0));
    }

    @Test
    void refusesAListByNamingItsRule() {
        assertThatThrownBy(() -> LABELS.read(List.of("a", "b", "c")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("label must have at most 2 values, was a,b,c.");
        assertThatThrownBy(() -> LABELS.read(List.of("a", "")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("label must have at least 1 characters");
        assertThatThrownBy(() -> REGION.read(List.of("0,0,1,1", "0,0,1,1")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("region is given 2 times.");
    }

    @ParameterizedTest
    @CsvSource({
        "99999999999999999999, limit must be at most 1000",
        "-99999999999999999999, limit must be at least 1",
        "1e2, limit must be a whole number",
        "+5, limit must be a whole number",
        "\uff15, limit must be a whole number",
        "\u0665, limit must be a whole number"
    })
    void readsWholeNumbersInDigitsAloneAndNamesTheirBounds(String value, String message) {
        var limit = new ContractParameter(
                "limit",
                "query",
                false,
                new IntegerSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(1000)));

        assertThat(limit.read(List.of("5"))).hasValue(5);
        assertThatThrownBy(() -> limit.read(List.of(value)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message + ", was " + value + ".");
    }

    @Test
    void namesTheBoundsOfTheTypeWhereTheContractHasNone() {
        var count = new ContractParameter("count", "query", false, new IntegerSchema().format("int64"));

        assertThat(count.read(List.of("9223372036854775807"))).hasValue(Long.MAX_VALUE);
        assertThatThrownBy(() -> count.read(List.of("9223372036854775808")))
                .hasMessageContaining("count must be at most 9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p-1", "0.5f", "0.5d", "0.5D", " 0.5", ".5", "1.", "+0.5", "\uff10", ""})
    void readsNumbersAsJsonHasThem(String value) {
        var score = new ContractParameter("minScore", "query", false, new NumberSchema());

        assertThat(score.read(List.of("-5.0e-1"))).hasValue(-0.5);
        assertThatThrownBy(() -> score.read(List.of(value)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("minScore must be a number, was");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0,0,1; region must have at least 4 values, was 0,0,1.",
                "0,0,1,1,1; region must have at most 4 values, was 0,0,1,1,1.",
                "0,0,1,; region must be a number, was empty.",
                "0,0,1,2; region must be at most 1, was 2.",
                "-1,0,1,1; region must be at least 0, was -1.",
                "0,0,NaN,1; region must be a finite number, was NaN."
            })
    void refusesARegionByNamingItsRule(String region, String message) {
        assertThatThrownBy(() -> REGION.read(List.of(region)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
    }
}
