/** Selection, quantization and pruning of training sets: algorithms and file forms, free of any framework. */
module dev.pith.core {
    requires static transitive org.jspecify;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.openblas;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires java.management;
    requires jdk.management;

    exports dev.pith;
    exports dev.pith.feature;
    exports dev.pith.linear;
    exports dev.pith.maximizer;
    exports dev.pith.npy;
    exports dev.pith.objective;
    exports dev.pith.parallel;
    exports dev.pith.prune;
    exports dev.pith.quantize;
    exports dev.pith.random;
    exports dev.pith.ranking;
    exports dev.pith.rule;
    exports dev.pith.run;
    exports dev.pith.sample;
    exports dev.pith.score;
    exports dev.pith.selection;

    opens dev.pith.run to
            com.fasterxml.jackson.databind;
}
