package io.sightline.contract;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of an operation: where it stands and what it may be.
 *
 * @param in {@code query}, {@code header} or {@code path}
 * @param schema its type and limits by the contract
 * @param inOneValue whether the values of a list stand in one, with commas between them; otherwise each is given by
 *     itself
 */
public record ContractParameter(String name, String in, boolean required, Schema<?> schema, boolean inOneValue) {
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
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw TextRule.refused(name, "must be a whole number", value);
        }
        requireWithin(BigDecimal.valueOf(number), value);
        return "int32".equals(schema.getFormat()) ? (Object) Math.toIntExact(number) : (Object) number;
    }

    private Object truth(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw TextRule.refused(name, "must be true or false", value);
        }
        return Boolean.valueOf(value);
    }

    private Object number(String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw TextRule.refused(name, "must be a number", value);
        }
        if (!Double.isFinite(number)) {
            throw TextRule.refused(name, "must be a finite number", value);
        }
        requireWithin(BigDecimal.valueOf(number), value);
        return number;
    }

    private void requireWithin(BigDecimal number, String value) {
        if (schema.getMinimum() != null && number.compareTo(schema.getMinimum()) < 0) {
            throw TextRule.refused(name, "must be at least " + schema.getMinimum(), value);
        }
        if (schema.getMaximum() != null && number.compareTo(schema.getMaximum()) > 0) {
            throw TextRule.refused(name, "must be at most " + schema.getMaximum(), value);
        }
    }
}
