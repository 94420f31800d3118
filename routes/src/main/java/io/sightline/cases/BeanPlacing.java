package io.sightline.cases;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
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

    private synchronized void miss(String name) {
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
        } else if (step instanceof CatchDefinition caught && caught.getOnWhen() != null) {
            placeInExpression(caught.getOnWhen());
        } else if (step instanceof OnExceptionDefinition policy && policy.getOnWhen() != null) {
            placeInExpression(policy.getOnWhen());
        }
        if (step instanceof HasExpressionType owner) {
            placeInExpression(owner);
        }
        Steps.below(step).forEach(this::place);
    }

    private void placeInExpression(HasExpressionType owner) {
        if (owner.getExpressionType() instanceof MethodCallExpression call) {
            var found = find(call.getRef(), call.getMethod());
            if (found != null) {
                owner.setExpressionType(new ExpressionDefinition((Expression) found));
            }
        }
    }

    /** Null when the bean itself is to be called. */
    private @Nullable StandInBean find(@Nullable String reference, @Nullable String method) {
        if (reference == null || (reference.startsWith("#") && !reference.matches("#(bean:)?[^:]+"))) {
            return null;
        }
        var name = name(reference);
        var standIn = beans.standIn(name, method == null ? null : method.replaceFirst("\\(.*", ""));
        if (standIn != null || camel.getRegistry().lookupByName(name) != null) {
            return standIn;
        }
        return new StandInBean(
                Reaction.failing(new IllegalStateException("the bean '" + name + "' is not here")),
                exchange -> miss(name));
    }

    private String name(String reference) {
        return camel.resolvePropertyPlaceholders(reference).replaceFirst("^#(bean:)?", "");
    }
}
