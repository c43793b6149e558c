package com.jisu.logs.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The methods and constructors of sources, and how long they are, as the compiler reads them. */
final class Methods {

    private Methods() {}

    /** Its lines are those from its modifiers or annotations to its last brace. */
    record Method(String file, String name, long firstLine, long lines) {
        @Override
        public String toString() {
            return file + ":" + firstLine + " " + name;
        }
    }

    static List<Method> of(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Method> methods = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree tree, Void nothing) {
                        LineMap lines = unit.getLineMap();
                        long first = lines.getLineNumber(positions.getStartPosition(unit, tree));
                        long last = lines.getLineNumber(positions.getEndPosition(unit, tree));
                        String file = Path.of(unit.getSourceFile().getName())
                                .getFileName()
                                .toString();
                        methods.add(new Method(file, tree.getName().toString(), first, last - first + 1));
                        return super.visitMethod(tree, nothing);
                    }
                }.scan(unit, null);
            }
        }
        return methods;
    }
}
