package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Text;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Judges the expressions of routes by their languages. */
final class ExpressionCheck {
    static final String SIMPLE = "simple";

    /** Languages that say of a text alone whether it is one of theirs. */
    private static final Set<String> LANGUAGES = Set.of(SIMPLE, "jsonpath", "jq", "xpath");

    private static final Set<String> PREDICATES =
            Set.of("FilterDefinition", "OnWhenDefinition", "ValidateDefinition", "WhenDefinition");

    /** With others the text alone does not say it, such as names of namespaces. */
    private static final Set<String> PLAIN = Set.of("expression", "id", "resultType", "trim");

    /** In a URI of which a part is in another one. */
    private static final String OTHER = "language:";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern FUNCTION = Pattern.compile("\\$(simple)?\\{");
    private static final Pattern WORD = Pattern.compile("^[\\w-]+");

    private final Findings findings;
    private final Expressions expressions;
    private final ComponentCatalogue catalogue;

    ExpressionCheck(FileScope scope, ComponentCatalogue catalogue) {
        this.findings = scope.findings();
        this.expressions = scope.surroundings().expressions();
        this.catalogue = catalogue;
    }

    /** @param choice the language and what is said in it */
    void check(String owner, Entry choice, String path) {
        if (!LANGUAGES.contains(choice.name())) {
            return;
        }
        boolean predicate = PREDICATES.contains(owner);
        if (choice.value() instanceof Text text) {
            check(choice.name(), text, predicate, path);
        } else if (choice.value() instanceof Entries entries
                && entries.entries().stream().allMatch(entry -> PLAIN.contains(entry.name()))) {
            entries.text("expression")
                    .ifPresent(text -> check(choice.name(), text, predicate, Paths.key(path, "expression")));
        }
    }

    /**
     * Checks a step that may be written as its text alone, unless it says that this is in another language.
     *
     * @param key that of the text in the longer form
     */
    void checkStep(YamlNode step, String key, String path) {
        if (step instanceof Text text && !text.value().contains(OTHER)) {
            checkText(text, path);
        } else if (step instanceof Entries entries
                && entries.entry("logLanguage").isEmpty()) {
            entries.text(key)
                    .filter(text -> !text.value().contains(OTHER))
                    .ifPresent(text -> checkText(text, Paths.key(path, key)));
        }
    }

    /** Whether a text has functions of simple in it. */
    static boolean hasFunction(String text) {
        return FUNCTION.matcher(text).find();
    }

    /** A text that is simple where it has functions, such as a message of the log. */
    void checkText(Text text, String path) {
        check(SIMPLE, text, false, path);
    }

    private void check(String language, Text text, boolean predicate, String path) {
        var value = filled(text.value());
        boolean isSimple = language.equals(SIMPLE);
        // What a placeholder stands for may be an operator, or all of a comparison, and in other languages anything.
        boolean isCompared = predicate && !Placeholders.isIn(text.value());
        if (text.isNothing()
                || (!isSimple && Placeholders.isIn(text.value()))
                || value.startsWith("resource:")
                || value.contains("${xx")
                || (isSimple && !isCompared && !hasFunction(value))) {
            return;
        }
        expressions.mistake(language, value, isCompared).ifPresent(mistake -> {
            var index = Math.min(Math.max(mistake.index(), 0), value.length());
            if (mistake.unknown().isEmpty()) {
                findings.error(
                        text.at(index),
                        path,
                        "the expression in " + language + " cannot be read: " + mistake.reason(),
                        "");
            } else {
                function(language, mistake.unknown(), text.at(index), path);
            }
        });
    }

    /** What is none, or is one that is written in another way. */
    private void function(String language, String written, Place place, String path) {
        var functions = catalogue.simpleFunctions();
        var found = WORD.matcher(written);
        var word = found.find() ? found.group() : "";
        var forms = functions.get(word);
        if (forms != null) {
            findings.error(
                    place,
                    path,
                    language + " has a function '" + word + "', and cannot read it as '" + Quotation.of(written) + "'",
                    "it is written as "
                            + forms.stream().map(form -> "'${" + form + "}'").collect(Collectors.joining(" or ")));
            return;
        }
        findings.error(
                place,
                path,
                language + " has no function '" + Quotation.of(written) + "'",
                Near.name(word, functions.keySet())
                        .map(name -> "did you mean '${" + name + written.substring(word.length()) + "}'?")
                        .orElse(""));
    }

    /** What a placeholder stands for is not known, and mostly is no function. */
    private static String filled(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> "x".repeat(found.group().length()));
    }
}
