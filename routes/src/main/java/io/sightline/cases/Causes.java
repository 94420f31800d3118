package io.sightline.cases;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.Quotation;
import io.sightline.integration.CaseFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.component.bean.MethodNotFoundException;

/** Reads failures, which Camel wraps in several layers. */
final class Causes {
    /** Camel has several ways to say that a bean is not there. */
    private static final Pattern NOT_FOUND = Pattern.compile("(?s).* in Registry with name: #?(?:bean:)?(\\S+).*");

    private static final int LONGEST = 500;

    private Causes() {}

    /** Class and message of the innermost, which says what is wrong. */
    static String innermost(Throwable failure) {
        var causes = FailureClassifier.causes(failure);
        return shown(causes.get(causes.size() - 1));
    }

    static String shown(Throwable failure) {
        var message = failure.getMessage();
        return failure.getClass().getName() + (message == null ? "" : ": " + Quotation.of(message, LONGEST));
    }

    /** The route that an exchange failed in, and what that had sent to. */
    static List<String> where(Exchange exchange) {
        var route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
        var endpoint = exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class);
        if (route == null) {
            return List.of();
        }
        return List.of("in route '" + route + "'"
                + (endpoint == null ? "" : ", which last sent to " + EndpointName.of(endpoint)));
    }

    /** The name of a bean that was not found, when that is what went wrong. */
    static Optional<String> missingBean(Throwable failure) {
        for (var cause : FailureClassifier.causes(failure)) {
            if (cause instanceof NoSuchBeanException bean && bean.getName() != null) {
                return Optional.of(bean.getName());
            }
            if (cause instanceof MethodNotFoundException method && method.getBean() instanceof StandInBean bean) {
                return Optional.of(bean.name());
            }
            var unnamed = NOT_FOUND.matcher(String.valueOf(cause.getMessage()));
            if (unnamed.matches()) {
                return Optional.of(unnamed.group(1));
            }
        }
        return Optional.empty();
    }

    /** Whether it, or one of its causes, is what was said. */
    static boolean isMeant(CaseFailure said, Throwable failure) {
        return FailureClassifier.causes(failure).stream()
                .anyMatch(cause -> isOfClass(said.exception(), cause.getClass())
                        && String.valueOf(cause.getMessage()).contains(said.message()));
    }

    private static boolean isOfClass(String name, Class<?> type) {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            if (name.isEmpty()
                    || one.getName().equals(name)
                    || one.getSimpleName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
