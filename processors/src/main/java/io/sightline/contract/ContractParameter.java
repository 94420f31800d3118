package io.sightline.contract;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an operation: where it stands and what it may be.
 *
 * @param in {@code query}, {@code header} or {@code path}
 * @param schema its type and limits by the contract
 * @param inOneValue whether the values of a list stand in one, with commas between them; otherwise each is given by
 *     itself
 */
public record ContractParameter(String name, String in, boolean required, Schema<?> schema, boolean inOneValue) {
    /** Digits as JSON has them: Java knows those of other scripts too, and numbers in base 16 or with a type. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?Infinity");

    /** A parameter that is no list, or one whose values are given each by itself. */
    public ContractParameter(String name, String in, boolean required, Schema<?> schema) {
        this(name, in, required, schema, false);
    }

    static ContractParameter of(Parameter parameter) {
        return new ContractParameter(
                parameter.getName(),
                parameter.getIn(),
                Boolean.TRUE.equals(parameter.getRequired()),
                parameter.getSchema(),
                Boolean.FALSE.equals(parameter.getExplode()));
    }

    /**
     * The value as the type that the contract names: Integer, Long, Double, Instant or String, or a List of these; the
     * default when none is given; empty when there is no default either.
     *
     * @throws PermanentFailure INVALID_PARAMETER that names parameter, value and rule
     */
    public Optional<Object> read(List<String> values) {
        var isList = "array".equals(schema.getType());
        if (values.size() > 1 && (inOneValue || !isList)) {
            throw new PermanentFailure(FailureCode.INVALID_PARAMETER, name + " is given " + values.size() + " times.");
        }
        if (values.isEmpty()) {
            if (required) {
                throw new PermanentFailure(FailureCode.INVALID_PARAMETER, name + " is missing.");
            }
            return Optional.ofNullable(schema.getDefault());
        }
        if (isList) {
            return Optional.of(list(inOneValue ? List.of(values.get(0).split(",", -1)) : values));
        }
        var value = values.get(0);
        var type = schema.getType();
        return Optional.of(
                switch (type == null ? "string" : type) {
                    case "integer" -> wholeNumber(value);
                    case "number" -> number(value);
                    case "boolean" -> truth(value);
                    default -> new TextRule(name, schema).read(value);
                });
    }

    /** A name or value as messages show it: of bounded length, without control characters. */
    public static String quote(String text) {
        return TextRule.quote(text);
    }

    private List<Object> list(List<String> values) {
        if (schema.getMinItems() != null && values.size() < schema.getMinItems()) {
            throw TextRule.refused(
                    name, "must have at least " + schema.getMinItems() + " values", String.join(",", values));
        }
        if (schema.getMaxItems() != null && values.size() > schema.getMaxItems()) {
            throw TextRule.refused(
                    name, "must have at most " + schema.getMaxItems() + " values", String.join(",", values));
        }
        var item = new ContractParameter(name, in, true, schema.getItems());
        return values.stream()
                .map(value -> item.read(List.of(value)).orElseThrow())
                .toList();
    }

    private Object wholeNumber(String value) {
        if (!WHOLE_NUMBER.matcher(value).matches()) {
            throw TextRule.refused(name, "must be a whole number", value);
        }
        var number = new BigDecimal(value);
        requireWithin(number, value);
        var isShort = "int32".equals(schema.getFormat());
        requireWithin(
                number,
                BigDecimal.valueOf(isShort ? Integer.MIN_VALUE : Long.MIN_VALUE),
                BigDecimal.valueOf(isShort ? Integer.MAX_VALUE : Long.MAX_VALUE),
                value);
        return isShort ? (Object) number.intValueExact() : (Object) number.longValueExact();
    }

    private Object truth(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw TextRule.refused(name, "must be true or false", value);
        }
        return Boolean.valueOf(value);
    }

    private Object number(String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw TextRule.refused(name, "must be a number", value);
        }
        var number = Double.parseDouble(value);
        if (!Double.isFinite(number)) {
            throw TextRule.refused(name, "must be a finite number", value);
        }
        requireWithin(BigDecimal.valueOf(number), value);
        return number;
    }

    private void requireWithin(BigDecimal number, String value) {
        requireWithin(number, schema.getMinimum(), schema.getMaximum(), value);
    }

    private void requireWithin(BigDecimal number, @Nullable BigDecimal least, @Nullable BigDecimal most, String value) {
        if (least != null && number.compareTo(least) < 0) {
            throw TextRule.refused(name, "must be at least " + least, value);
        }
        if (most != null && number.compareTo(most) > 0) {
            throw TextRule.refused(name, "must be at most " + most, value);
        }
    }
}
