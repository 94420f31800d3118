package io.sightline.integration;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.sightline.integration.Facts.Named;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the beans that {@code @BindToRegistry} names, or gives the name of what it stands on. */
final class JavaBindings extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Findings findings;
    private final Facts facts;
    private final Trees trees;
    private final CompilationUnitTree unit;

    JavaBindings(Findings findings, Facts facts, Trees trees, CompilationUnitTree unit) {
        this.findings = findings;
        this.facts = facts;
        this.trees = trees;
        this.unit = unit;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        bound(type.getModifiers(), type.getSimpleName().toString());
        return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        bound(method.getModifiers(), method.getName().toString());
        return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
        bound(variable.getModifiers(), variable.getName().toString());
        return super.visitVariable(variable, null);
    }

    private void bound(ModifiersTree modifiers, String name) {
        for (var annotation : modifiers.getAnnotations()) {
            if (annotation.getAnnotationType().toString().endsWith("BindToRegistry")) {
                name(annotation, name)
                        .ifPresentOrElse(
                                found -> Facts.addOnce(
                                        facts.beans,
                                        new Named(findings, JavaCollector.place(annotation, trees, unit), "", found)),
                                () -> facts.isAnyBeanUnnamed = true);
            }
        }
    }

    /** Empty when the annotation does not write it as a text. */
    private static Optional<String> name(AnnotationTree annotation, String standard) {
        var value = annotation.getArguments().stream()
                .flatMap(argument -> Stream.ofNullable(value(argument)))
                .findFirst();
        if (value.isEmpty()) {
            return Optional.of(standard);
        }
        return value.get() instanceof LiteralTree literal && literal.getValue() instanceof String text
                ? Optional.of(text.isEmpty() ? standard : text)
                : Optional.empty();
    }

    /** Null of another one of its arguments. */
    private static @Nullable ExpressionTree value(ExpressionTree argument) {
        if (argument instanceof AssignmentTree assignment) {
            return assignment.getVariable().toString().equals("value") ? assignment.getExpression() : null;
        }
        return argument;
    }
}
