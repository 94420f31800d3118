package io.sightline.integration;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses what ends the process: as soon as the file is loaded, or else some day, with the routes of everybody. */
final class JavaEndCheck extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private static final Set<String> ENDS =
            Set.of("java.lang.System.exit", "java.lang.Runtime.exit", "java.lang.Runtime.halt");

    private final Findings findings;
    private final Trees trees;
    private final CompilationUnitTree unit;

    JavaEndCheck(Findings findings, Trees trees, CompilationUnitTree unit) {
        this.findings = findings;
        this.trees = trees;
        this.unit = unit;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
        check(call);
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void nothing) {
        check(reference);
        return super.visitMemberReference(reference, null);
    }

    private void check(Tree tree) {
        var method = trees.getElement(getCurrentPath());
        if (method != null && ENDS.contains(method.getEnclosingElement() + "." + method.getSimpleName())) {
            findings.error(
                    JavaCollector.place(tree, trees, unit),
                    "",
                    "'" + method.getSimpleName() + "' ends the whole process, and all of its routes",
                    "throw an exception for what cannot go on, or end one exchange by stop()");
        }
    }
}
