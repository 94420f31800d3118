package io.sightline.benchmark.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table as tools see it that know rows and columns: one row, one value for each column.
 *
 * @param key what {@code on conflict} names
 * @param keys columns of the key
 */
record PlainTable<T>(String name, String key, List<String> keys, List<Column<T>> columns) {

    static <T> PlainTable<T> of(String name, String key, String... keys) {
        return new PlainTable<>(name, key, List.of(keys), List.of());
    }

    PlainTable<T> column(String column, Function<T, Object> value) {
        return column(column, "", value);
    }

    /** @param type what PostgreSQL is to make of a text */
    PlainTable<T> column(String column, String type, Function<T, Object> value) {
        var all = new ArrayList<>(columns);
        all.add(new Column<>(column, type, value));
        return new PlainTable<>(name, key, keys, List.copyOf(all));
    }

    /** @param placeholder what stands for a value */
    String insert(String placeholder) {
        return "insert into " + name + " (" + names() + ") values ("
                + columns.stream().map(column -> column.cast(placeholder)).collect(Collectors.joining(", ")) + ")";
    }

    /** As Kafka Connect's JDBC sink writes it: whatever is there is overwritten. */
    String upsert() {
        return insert("?") + " on conflict " + key + " do update set "
                + columns.stream()
                        .map(Column::name)
                        .filter(column -> !keys.contains(column))
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "));
    }

    List<Object> values(T row) {
        return columns.stream().map(column -> column.value().apply(row)).toList();
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** @param type empty, or what the value is cast to */
    record Column<T>(String name, String type, Function<T, Object> value) {
        String cast(String placeholder) {
            return type.isEmpty() ? placeholder : "cast(" + placeholder + " as " + type + ")";
        }
    }
}
