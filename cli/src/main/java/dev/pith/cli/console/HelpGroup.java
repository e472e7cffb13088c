package dev.pith.cli.console;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The groups in which help shows options: the same for every command and in this order, and in each group the options
 * in the order in which they stand here. What a command cannot do without stands in the first.
 */
public enum HelpGroup {
    NEEDED_MOST(
            "Needed most",
            "--output --to --methods --keep --bins --method --budget --quick --by --ipc --selection --drop --samples --next --follow"
                    + " --placement --order --port --no-open"),
    SOURCE(
            "Source",
            "--split --labels --label-column --image-column --text-column --text-template --feature-column --ignore-label"
                    + " --synthetic --replay --source --on-error"),
    COMPARING(
            "Comparing and picking",
            "--against --from --dedup --keep-duplicate --features --similarity --objective --stratify --shards --neighbors --score --mix --limit --query --private --concave --mixture"
                    + " --given --balance --group --group-column --gamma"
                    + " --cut --c"),
    TEXTS(
            "Texts",
            "--embedder --exclude-near --ngram --long-texts --template --context --vocabulary --show --base-url --yes"),
    AMOUNT(
            "How much is kept",
            "--keep-tokens --keep-bytes --tokenizer --cost --budget-cost --at-most --at-least --include --exclude --bins-share"),
    NETWORK(
            "Network and training",
            "--task --net --model --weights --backbone --recipe --epochs --folds --scorers --experts --flat --half --steps --batch --lr"
                    + " --optimizer --schedule --augment --infobatch --prune --spare --soft-labels --temperature --workers"
                    + " --pretrain --lora --finetune --loss-trajectories"),
    MAKING("Making images", "--images --sampler --sampling-steps"),
    PATCHES("Patches of images", "--pixels --importance --rebuild --mask-ratio --codec --quality"),
    CONDENSATION(
            "Condensation",
            "--init --iterations --factor --class-order --zca --trajectories --student-steps --expert-epochs --min-start --max-start --easy-first --syn-batch --outer"
                    + " --inner --real-batch --dsa-strategy --dsa-mode"),
    EVALUATION(
            "Test and evaluation",
            "--examples --shots --answer-by --answer-tokens --proxy --depths --widths --activations --norms --poolings --test --holdout --judge --view --seeds --selectors"
                    + " --eval-nets --eval-seeds --eval-epochs --all-epochs --curve"),
    RUN("Run", "--seed --dry-run --force --threads --memory --save-every --format --verbose --help --version"),
    RARE(
            "Rarely needed",
            "--data-dir --mae --compat --maximizer --lambda --threshold --unseen --mean --std --distance --lr-img --lr-lr"
                    + " --lr-labels --ema --lr-net --momentum --nesterov --weight-decay --spare-biases --warmup"
                    + " --label-smoothing --accumulate --ratio --delta --sample-by --bfloat16 --channels-last"
                    + " --normalized-pixels --lora-alpha --lora-layers --pretrain-epochs");

    private final String heading;
    private final String options;

    HelpGroup(String heading, String options) {
        this.heading = heading;
        this.options = options;
    }

    /** Returns what stands above the options. */
    public String heading() {
        return heading;
    }

    /** Returns the options of the group by their long names. */
    public List<String> options() {
        return List.of(options.split(" ", -1));
    }

    /** Lets a command and those below it show their options in groups. */
    public static void showIn(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true).descriptionHeading("%n").parameterListHeading("%n");
        usage.commandListHeading("%nCommands:%n");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpGroup::synopsis);
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpGroup::options);
        command.getSubcommands().values().forEach(HelpGroup::showIn);
    }

    /** Returns the line of usage, which says what options a command cannot do without. */
    private static String synopsis(Help help) {
        String required = help.commandSpec().options().stream()
                .filter(OptionSpec::required)
                .map(option -> option.shortestName() + " " + option.paramLabel() + " ")
                .collect(Collectors.joining());
        return help.synopsis(help.synopsisHeadingLength()).replace("[OPTIONS]", required + "[OPTIONS]");
    }

    /** Returns the options, group by group; those of a command that has only one need no heading. */
    private static String options(Help help) {
        List<OptionSpec> all = help.commandSpec().options();
        StringBuilder text = new StringBuilder();
        for (HelpGroup group : values()) {
            List<OptionSpec> members = all.stream()
                    .filter(option -> of(option) == group)
                    .sorted(Comparator.comparingInt(option -> group.options().indexOf(option.longestName())))
                    .toList();
            if (!members.isEmpty()) {
                String title = members.size() == all.size() ? "" : group.heading + ":" + System.lineSeparator();
                Layout layout =
                        help.createDefaultLayout(all, help.commandSpec().positionalParameters(), help.colorScheme());
                layout.addOptions(members, help.parameterLabelRenderer());
                text.append(System.lineSeparator()).append(title).append(layout);
            }
        }
        return text.toString();
    }

    /** Returns the group of an option. */
    static HelpGroup of(OptionSpec option) {
        return option.required()
                ? NEEDED_MOST
                : Arrays.stream(values())
                        .filter(group -> group.options().contains(option.longestName()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(option.longestName() + " is in no group"));
    }
}
