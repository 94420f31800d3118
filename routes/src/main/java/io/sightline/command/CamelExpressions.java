package io.sightline.command;

import io.sightline.failure.FailureClassifier;
import io.sightline.integration.Expressions;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.transform.TransformerException;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.jspecify.annotations.Nullable;

/** Reads expressions by Camel's own languages, in a context that is never started. */
final class CamelExpressions implements Expressions {
    /** Its parser calls itself for each letter. */
    private static final int LONGEST = 10_000;

    private static final String SIMPLE = "simple";
    private static final String OPEN = "expected symbol functionEnd but was eol";
    private static final Pattern PLACE = Pattern.compile("(?s)(.*?) at location (\\d+)\\n.*");
    private static final Pattern UNKNOWN = Pattern.compile("(?:Unknown function: |Valid syntax: .* was: )(.*)");

    private final ClassLoader loader;
    private @Nullable CamelContext context;

    CamelExpressions(ClassLoader loader) {
        this.loader = loader;
    }

    /** By one thread at a time: files in Java and in YAML are judged at once. */
    @Override
    public synchronized Optional<Mistake> mistake(String language, String text, boolean predicate) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            read(language, text, predicate);
            return Optional.empty();
        } catch (NoSuchLanguageException | StackOverflowError e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return language.equals(SIMPLE) ? ofSimple(text, String.valueOf(e.getMessage())) : ofOther(language, e);
        }
    }

    private void read(String language, String text, boolean predicate) {
        var camel = context;
        if (camel == null) {
            camel = new SimpleCamelContext(false);
            camel.setApplicationContextClassLoader(loader);
            context = camel;
        }
        var reader = camel.resolveLanguage(language);
        if (predicate) {
            reader.createPredicate(text).init(camel);
        } else {
            reader.createExpression(text).init(camel);
        }
    }

    /** What has no place is for want of something, such as a bean, that is there where the route runs. */
    private static Optional<Mistake> ofSimple(String text, String message) {
        var placed = PLACE.matcher(message);
        if (!placed.matches()) {
            return Optional.empty();
        }
        var reason = placed.group(1);
        var unknown = UNKNOWN.matcher(reason);
        int index = reason.equals(OPEN) ? text.lastIndexOf("${") : Integer.parseInt(placed.group(2));
        return Optional.of(new Mistake(index, plain(reason), unknown.matches() ? unknown.group(1) : ""));
    }

    private static String plain(String reason) {
        return switch (reason) {
            case OPEN -> "a '${' has no '}' at its end";
            case "expected symbol singleQuote but was eol", "expected symbol doubleQuote but was eol" ->
                "a quotation mark is not closed";
            default -> reason;
        };
    }

    private static Optional<Mistake> ofOther(String language, Throwable failure) {
        var causes = FailureClassifier.causes(failure);
        var cause = causes.get(causes.size() - 1);
        var reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        // Names of namespaces and of functions may be given elsewhere.
        boolean isOfSyntax = !language.equals("xpath")
                || (cause instanceof TransformerException
                        && !reason.startsWith("Prefix must resolve")
                        && !reason.startsWith("Could not find function"));
        return isOfSyntax ? Optional.of(new Mistake(0, reason, "")) : Optional.empty();
    }
}
