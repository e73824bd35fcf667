import FileFormats

extension EvaluationReport {
  /// How the numbers come about, with sources.
  var notes: Section {
    Section(
      id: "notes", title: "Notes on method",
      body: """
        <ul>
        <li>Speed is distance along the commanded heading over the planned life, so that a fall \
        costs speed; of a diverged trial it is 0. Policies, conditions and arms share their seeds: \
        every trial has a nominal twin and a paired rival.</li>
        <li>Interquartile means, performance profiles and probability of improvement after \
        Agarwal, Schwarzer, Castro, Courville, Bellemare 2021, <em>Deep reinforcement learning at \
        the edge of the statistical precipice</em> (arXiv:2108.13264).</li>
        <li>Conditions are given; training seeds and episodes are drawn at random and cross, \
        because all policies and conditions share the episodes' seeds. Student's intervals rest \
        on variance components with Satterthwaite's degrees of freedom (1946); of probabilities \
        of improvement on the variance of a two-sample U statistic. The bootstrap draws training \
        seeds within arms and episodes once for all (Owen 2007, <em>The pigeonhole \
        bootstrap</em>), with expanded percentiles (Hesterberg 2015, arXiv:1411.5279). Where all \
        pairs agree: Newcombe 2006, or Wilson 1927. In simulations with normal effects of \
        training seeds Student's intervals cover 93 to 97 %, and up to 99 % where training seeds \
        hardly differ; with strongly skewed effects and five training seeds 89 %.</li>
        <li>P values over conditions are Holm's (1979), and count only where the difference over \
        all conditions, the primary one, is shown.</li>
        <li>Fast weights after Miconi, Stanley, Clune 2018, <em>Differentiable plasticity</em> \
        (arXiv:1804.02464), and Schmidgall, Ashkanazy, Lawson, Hays 2021, <em>SpikePropamine</em> \
        (Front. Neurorobot. 15:629210).</li>
        <li>Lifespan after Schmidgall, Hays 2021, <em>Stable lifelong learning: spiking neurons as \
        a solution to instability in plastic neural networks</em> (arXiv:2111.04113).</li>
        <li>Synaptic operations as in Merolla et al. 2014, <em>A million spiking-neuron integrated \
        circuit</em> (Science 345:668), counted as spikes times targets; products of the analogue \
        input and updates of plastic synapses are counted apart. The energy is an estimate: 23.6 \
        pJ a synaptic operation and 120 pJ a plastic update from Davies et al. 2018, \
        <em>Loihi</em> (IEEE Micro 38(1):82, table 2), 4.6 pJ a 32-bit multiply–accumulate at 45 \
        nm from Horowitz 2014, <em>Computing's energy problem</em> (ISSCC); neurons, memory and \
        routing are left out.</li>
        <li>Cost of transport is mechanical work Σ|τ q̇| dt over m g d, without the first \
        second.</li>
        <li>Cone violation is the share of the ground's tangential impulse, over all contacts of \
        the nominal trials, beyond Coulomb's bound µ F<sub>n</sub>: Σ max(0, |F<sub>t</sub>| − µ \
        F<sub>n</sub>) dt over Σ |F<sub>t</sub>| dt. It is a flaw of the solver that a gait may \
        lean on.</li>
        </ul>

        """)
  }
}
