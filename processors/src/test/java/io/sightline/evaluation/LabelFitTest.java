package io.sightline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dog,cat   | cat,tree,dog | {cat=1, dog=0}
            Dog       | dog          | {dog=0}
            Dog       | dog,Dog      | {Dog=0}
            Dog,dog   | dog,DOG      | {DOG=0, dog=1}
            dog       | dog,dog      | {dog=0}
            """)
    void takesTheSameNameFirstAndThenTheOnlyOneOfAnotherCase(String categories, String labels, String expected) {
        var fit = LabelFit.of(set(categories.split(",")), List.of(labels.split(",")));

        assertThat(new TreeMap<>(fit.categories())).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dog,cat | dog     | [cat]
            Dog     | dog,DOG | [Dog]
            Dog,DOG | dog     | [Dog, DOG]
            Dog,dog | dog     | [Dog]
            """)
    void refusesACategoryThatNoLabelStandsFor(String categories, String labels, String missing) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> set(categories.split(",")).requireFit(List.of(labels.split(","))))
                .withMessageStartingWith("golden set set.json: it does not fit the model, which has no label for "
                        + missing + "; its categories are [" + categories.replace(",", ", ")
                        + "], the model's labels are [" + labels.replace(",", ", ") + "]; give the categories");
    }

    @Test
    void keepsManyCategoriesOfAnotherCaseApart() {
        // Given
        var categories = IntStream.range(0, 40).mapToObj(i -> "Kind" + i).toArray(String[]::new);
        var labels = Arrays.stream(categories)
                .map(name -> name.toUpperCase(Locale.ROOT))
                .toList();
        // When
        var fit = LabelFit.of(set(categories), labels);
        // Then
        assertThat(fit.categories()).hasSize(40);
        labels.forEach(label -> assertThat(fit.categories()).containsEntry(label, (long) labels.indexOf(label)));
    }

    @Test
    void needsNoLabelForACategoryWithoutBoxes() {
        // Given
        var json = json("dog").replace("\"categories\": [", "\"categories\": [{\"id\": 7, \"name\": \"cat\"}, ");
        // When, then
        GoldenSet.read("set.json", json.getBytes(StandardCharsets.UTF_8)).requireFit(List.of("dog"));
    }

    @Test
    void shortensLongLists() {
        // Given
        var labels = IntStream.range(0, 80).mapToObj(i -> "label" + i).toList();
        // When, then
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> set("dog").requireFit(labels))
                .withMessageContaining("[label0, label1, label2, label3, label4, label5, label6, label7, label8, label9"
                        + " and 70 more]");
    }

    /** A set with a box of each category; their ids count from 0. */
    private static GoldenSet set(String... categories) {
        return GoldenSet.read("set.json", json(categories).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String... categories) {
        var ids = IntStream.range(0, categories.length);
        var boxes = ids.mapToObj(id ->
                        "{\"id\": %d, \"image_id\": 1, \"category_id\": %d, \"bbox\": [0, 0, 9, 9]}".formatted(id, id))
                .toList();
        var names = Arrays.asList(categories);
        return "{\"images\": [{\"id\": 1, \"file_name\": \"1.png\", \"width\": 9, \"height\": 9}], \"annotations\": "
                + boxes + ", \"categories\": "
                + names.stream()
                        .map(name -> "{\"id\": %d, \"name\": \"%s\"}".formatted(names.indexOf(name), name))
                        .toList()
                + "}";
    }
}
