package dev.pith.pipeline.language;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Step;
import dev.pith.text.RowLog;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.ChoiceLoss;
import dev.pith.torch.language.ChoiceLoss.Choices;
import dev.pith.torch.language.Generation;
import dev.pith.torch.language.LanguageConfig;
import dev.pith.torch.language.LanguageModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The step {@code task}: a language model answers the questions of a file. Of choices it takes the one that it is most
 * likely to say; a free answer is what it says until the end of the line. What is answered is added to
 * {@value RunFiles#TASK_LOG} in batches, and a step that was killed goes on from that file.
 *
 * <pre>{@code
 * try (Session session = Session.open(run, Messages.NONE);
 *         Source source = session.open(SourceReference.of("mmlu.jsonl"))) {
 *     Answered answered =
 *             new TaskStep(source, TaskSettings.of(Path.of("runs/tuned"))).perform(session);
 * }
 * }</pre>
 */
public final class TaskStep {
    /** Questions that are answered, and kept, together. */
    private static final int BATCH = 64;

    /** Numbers of a row of the log before the tokens of a free answer. */
    private static final int NUMBERS = 4;

    private final RecordSource source;
    private final TaskSettings settings;
    private final AskedModel model;
    private final List<TaskQuestion> questions;

    /**
     * Reads the questions, and finds the model.
     *
     * @param source of questions
     * @throws PithException when it holds no records, naming the record that is no question, or the model that is none
     */
    public TaskStep(Source source, TaskSettings settings) {
        this.source = RecordSource.require(source, "and so no questions");
        this.settings = settings;
        this.questions = questions(this.source);
        this.model = AskedModel.of(settings.model());
    }

    private static List<TaskQuestion> questions(RecordSource source) {
        return IntStream.range(0, source.size())
                .mapToObj(id -> TaskQuestion.of(source, id))
                .toList();
    }

    /**
     * Answers, unless it is done.
     *
     * @param session whose run is about the source
     * @throws PithException when the model cannot be opened, or memory is short
     */
    public Answered perform(Session session) {
        LanguageConfig config = model.config();
        Map<String, String> map = new TreeMap<>(settings.toMap());
        map.put("model fingerprint", model.fingerprint());
        Path file = session.run().file(RunFiles.TASK_LOG);
        session.perform(Step.TASK, map, staging -> {
            session.memory()
                    .require(
                            "Asking " + settings.model(),
                            MemoryEstimate.language(
                                    config.trainingBytes(true, session.threads().count(), config.context(), false)),
                            "use a smaller model");
            Map<String, String> identity = new TreeMap<>(map);
            identity.put("source", source.fingerprint());
            try (RowLog rows = RowLog.open(file, identity, session.force());
                    ChatTokenizer tokenizer = model.tokenizer(settings)) {
                if (rows.rows() > 0) {
                    staging.goesOn();
                }
                answer(session, tokenizer, rows);
                write(rows, tokenizer, staging.file(RunFiles.TASK));
            }
        });
        RowLog.delete(file);
        return Answered.read(session.run().file(RunFiles.TASK));
    }

    /** What stands before each question: those of the examples that are of its subject, but never itself. */
    private List<TaskQuestion> examples(List<TaskQuestion> all, TaskQuestion question) {
        return all.stream()
                .filter(example -> example.subject().equals(question.subject()))
                .filter(example -> !example.text().equals(question.text()))
                .limit(settings.shots() == null ? Long.MAX_VALUE : settings.shots())
                .toList();
    }

    private List<TaskQuestion> shown(Session session) {
        Path file = settings.examples();
        if (file == null) {
            return List.of();
        }
        try (Source examples = SourceReference.of(file.toString()).open(session.messages())) {
            return questions(RecordSource.require(examples, "and so no examples to show"));
        }
    }

    private void answer(Session session, ChatTokenizer tokenizer, RowLog rows) {
        List<TaskQuestion> shown = shown(session);
        int context = model.config().context();
        int n = questions.size();
        try (LanguageModel opened = model.open();
                TaskProgress progress = session.progress("asking " + settings.model())) {
            TaskPrompt prompt = new TaskPrompt(tokenizer, settings.by(), settings.template());
            for (int from = rows.rows(); from < n; from += BATCH) {
                List<TaskQuestion> batch = questions.subList(from, Math.min(n, from + BATCH));
                float[][] answered = new float[batch.size()][];
                List<Integer> chosen = new ArrayList<>();
                List<Choices> choices = new ArrayList<>();
                for (int k = 0; k < answered.length; k++) {
                    TaskQuestion question = batch.get(k);
                    List<TaskQuestion> before = examples(shown, question);
                    if (question.choices().isEmpty()) {
                        int[] asked = prompt.tokens(prompt.text(question, before));
                        answered[k] = said(opened, asked);
                    } else {
                        chosen.add(k);
                        choices.add(prompt.choices(question, before));
                    }
                }
                double[][] losses = ChoiceLoss.of(
                        opened,
                        choices.stream().map(each -> fitting(each, context)).toList(),
                        session.threads());
                for (int i = 0; i < losses.length; i++) {
                    int k = chosen.get(i);
                    answered[k] = chosen(batch.get(k), losses[i], choices.get(i).longest() > context);
                }
                rows.append(answered);
                progress.onStep(Math.min(n, from + BATCH), n);
            }
        }
    }

    /** Cuts a prompt at its beginning so that all choices fit after it. */
    private static Choices fitting(Choices asked, int context) {
        int over = asked.longest() - context;
        int[] prompt = asked.prompt();
        return over <= 0
                ? asked
                : new Choices(
                        Arrays.copyOfRange(prompt, Math.min(over, prompt.length - 1), prompt.length), asked.choices());
    }

    private float[] chosen(TaskQuestion question, double[] losses, boolean cut) {
        float[] row = new float[NUMBERS + settings.tokens()];
        row[0] = least(losses);
        double[] ofCharacter = new double[losses.length];
        Arrays.setAll(
                ofCharacter,
                i -> losses[i]
                        / question.choices()
                                .get(i)
                                .codePointCount(0, question.choices().get(i).length()));
        row[1] = settings.by() == TaskSettings.By.TEXT ? least(ofCharacter) : row[0];
        row[2] = cut ? 1 : 0;
        return row;
    }

    /** Returns the index of the least, the first of equal ones. */
    private static int least(double... losses) {
        int least = 0;
        for (int i = 1; i < losses.length; i++) {
            if (losses[i] < losses[least]) {
                least = i;
            }
        }
        return least;
    }

    private float[] said(LanguageModel opened, int... asked) {
        int room = Math.max(1, opened.config().context() - settings.tokens());
        int from = Math.max(0, asked.length - room);
        int[] said = Generation.greedy(
                opened,
                Arrays.copyOfRange(asked, from, asked.length),
                settings.tokens(),
                opened.config().end());
        float[] row = new float[NUMBERS + settings.tokens()];
        row[2] = from > 0 ? 1 : 0;
        row[3] = said.length;
        for (int t = 0; t < said.length; t++) {
            row[NUMBERS + t] = said[t]; // exact: no vocabulary has 2^24 tokens
        }
        return row;
    }

    private void write(RowLog rows, ChatTokenizer tokenizer, Path file) throws IOException {
        float[] row = new float[NUMBERS + settings.tokens()];
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write(RunFiles.TASK_HEADER + "\n");
            for (int id = 0; id < questions.size(); id++) {
                rows.read(id, row);
                csv.write(line(id, row, tokenizer) + "\n");
            }
        }
    }

    private String line(int id, float[] row, ChatTokenizer tokenizer) {
        TaskQuestion question = questions.get(id);
        boolean free = question.choices().isEmpty();
        int[] tokens = IntStream.range(0, (int) row[3])
                .map(t -> (int) row[NUMBERS + t])
                .toArray();
        String said = free
                ? tokenizer.decode(tokens).strip().lines().findFirst().orElse("")
                : question.choices().get((int) row[0]);
        boolean right = free ? question.accepts(said) : row[0] == question.right();
        boolean rightByLength = free ? right : row[1] == question.right();
        return id + "," + CsvText.quoted(source.key(id)) + "," + CsvText.quoted(question.subject()) + ","
                + CsvText.quoted(question.answers().get(0)) + "," + CsvText.quoted(said) + "," + (right ? 1 : 0) + ","
                + (rightByLength ? 1 : 0) + "," + (int) row[2];
    }
}
