package io.sightline.cases;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.jspecify.annotations.Nullable;

/**
 * Puts what stands for a bean, or for one of its methods, where routes name that. Where they name a bean that is not
 * there, something stands that says so when it is called: not every case calls all that its route can call.
 */
final class BeanPlacing {
    private final CamelContext camel;
    private final CaseBeans beans;
    private final Set<String> missed = new TreeSet<>();

    BeanPlacing(CamelContext camel, CaseBeans beans) {
        this.camel = camel;
        this.beans = beans;
    }

    /** Names of beans that were called and are not there. */
    synchronized Set<String> missed() {
        return new TreeSet<>(missed);
    }

    synchronized void miss(String name) {
        missed.add(name);
    }

    void place(ProcessorDefinition<?> step) {
        if (step instanceof BeanDefinition bean) {
            var found = find(bean.getRef(), bean.getMethod());
            if (found != null) {
                bean.setBean(found);
                bean.setRef(null);
                bean.setMethod(null);
            }
        } else if (step instanceof ProcessDefinition process) {
            var found = find(process.getRef(), null);
            if (found != null) {
                beans.standIn(name(process.getRef()), found);
            }
        } else if (step instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(this::placeInExpression);
        }
        if (step instanceof HasExpressionType owner) {
            placeInExpression(owner);
        }
        conditions(step).forEach(this::placeInExpression);
        if (step instanceof AggregateDefinition aggregate) {
            var placed = placed(aggregate.getExpression());
            if (placed != null) {
                aggregate.setExpression(placed);
            }
        }
        Steps.below(step).forEach(this::place);
    }

    /** What a step has of expressions besides its own. */
    private static Stream<HasExpressionType> conditions(ProcessorDefinition<?> step) {
        if (step instanceof SetHeadersDefinition headers) {
            return headers.getHeaders().stream().map(HasExpressionType.class::cast);
        }
        if (step instanceof CatchDefinition caught) {
            return Stream.ofNullable(caught.getOnWhen());
        }
        if (step instanceof OnCompletionDefinition completion) {
            return Stream.ofNullable(completion.getOnWhen());
        }
        if (step instanceof OnExceptionDefinition policy) {
            return present(policy.getOnWhen(), policy.getHandled(), policy.getContinued(), policy.getRetryWhile());
        }
        return step instanceof AggregateDefinition aggregate
                ? present(
                        aggregate.getCorrelationExpression(),
                        aggregate.getCompletionPredicate(),
                        aggregate.getCompletionTimeoutExpression(),
                        aggregate.getCompletionSizeExpression())
                : Stream.empty();
    }

    private static Stream<HasExpressionType> present(@Nullable HasExpressionType... owners) {
        return Stream.of(owners).filter(Objects::nonNull);
    }

    private void placeInExpression(HasExpressionType owner) {
        var placed = placed(owner.getExpressionType());
        if (placed != null) {
            owner.setExpressionType(placed);
        }
    }

    private @Nullable ExpressionDefinition placed(@Nullable ExpressionDefinition expression) {
        var found = expression instanceof MethodCallExpression call ? find(call.getRef(), call.getMethod()) : null;
        return found == null ? null : new ExpressionDefinition((Expression) found);
    }

    /** Null when the bean itself is to be called. */
    @Nullable StandInBean find(@Nullable String reference, @Nullable String method) {
        if (reference == null || (reference.startsWith("#") && !reference.matches("#(bean:)?[^:]+"))) {
            return null;
        }
        var name = name(reference);
        var standIn = beans.standIn(name, method == null ? null : method.replaceFirst("\\(.*", ""));
        if (standIn != null || camel.getRegistry().lookupByName(name) != null) {
            return standIn;
        }
        return new StandInBean(
                name,
                Reaction.failing(new IllegalStateException("the bean '" + name + "' is not here")),
                exchange -> miss(name));
    }

    private String name(String reference) {
        return camel.resolvePropertyPlaceholders(reference).replaceFirst("^#(bean:)?", "");
    }
}
