use warifu_core::{Answer, Entropy, Seconds, UnixTime};

use crate::challenge::Challenge;
use crate::compute::{Answered, Ocra, Tolerance};
use crate::error::{AnswerError, ChallengeError, InputError, ResponseError};
use crate::inputs::Inputs;
use crate::mutual_challenge::{MutualChallenge, ToClient};
use crate::question::Question;
use crate::question_text::QuestionText;
use crate::response::Response;

/// Mutual authentication ([RFC 6287 §7.2]) and signatures with server authentication (§7.3.2): the client asks first,
/// the server answers and asks back, and the client answers only a server that has shown that it knows the key.
///
/// The two computations have a suite each and may have a key each (IC7); they differ in at least one of the two.
///
/// # Security
///
/// Under one suite and one key the server would answer its own questions: an attacker who asks it what it is going to
/// ask gets the response that it will accept. [`Pair::new`] refuses that. The same holds for a suite and key that are
/// also used in another mode: give each mode a suite or a key that no other mode has.
///
/// ```
/// # use warifu_ocra::{Answer, Inputs, Ocra, Pair, Response, ToClient, Tolerance};
/// # use warifu_core::{Entropy, EntropyError, Seconds, Secret, UnixTime};
/// # struct Fixed;
/// # impl Entropy for Fixed {
/// #     fn fill(&mut self, to: &mut [u8]) -> Result<(), EntropyError> { to.fill(7); Ok(()) }
/// # }
/// # let (mut entropy, now) = (Fixed, UnixTime::new(1_796_083_200));
/// let suite = "OCRA-1:HOTP-SHA256-8:QA08".parse()?;
/// let server = Ocra::new(suite, &Secret::new(&[1; 32])?)?;
/// let client = Ocra::new(suite, &Secret::new(&[2; 32])?)?;
/// let pair = Pair::new(&server, &client)?;
///
/// let asked = pair.ask(&mut entropy)?;
/// let ToClient { response, challenge } =
///     pair.answer(asked.question(), &Inputs::NONE, &mut entropy, now, Seconds::minutes(5))?;
/// let Response::Code(code) = response else { panic!() };
///
/// let verified = asked.verify(challenge.question(), &Inputs::NONE, Tolerance::NONE, code.expose())?;
/// let Response::Code(code) = verified.respond(&Inputs::NONE)? else { panic!() };
/// let answer = pair.check(challenge, &Inputs::NONE, Tolerance::NONE, code.expose(), now);
/// assert!(matches!(answer, Answer::Accepted(_)));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// No response before the server was verified:
///
/// ```compile_fail
/// # use warifu_ocra::*;
/// fn too_early(asked: Asked<'_>) {
///     asked.respond(&Inputs::NONE);
/// }
/// ```
///
/// One response for one verified server:
///
/// ```compile_fail
/// # use warifu_ocra::*;
/// fn twice(verified: ServerVerified<'_>) {
///     verified.respond(&Inputs::NONE);
///     verified.respond(&Inputs::NONE);
/// }
/// ```
///
/// [RFC 6287 §7.2]: https://www.rfc-editor.org/rfc/rfc6287#section-7.2
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    server: &'a Ocra,
    client: &'a Ocra,
}

impl<'a> Pair<'a> {
    /// What the server computes and the client verifies, and what the client computes and the server verifies.
    ///
    /// # Errors
    ///
    /// [`InputError::SameComputation`] when both have the same suite and the same key.
    pub fn new(server: &'a Ocra, client: &'a Ocra) -> Result<Self, InputError> {
        // Otherwise a response of the server would also be one of the client.
        if server.computes_like(client) {
            Err(InputError::SameComputation)
        } else {
            Ok(Self { server, client })
        }
    }

    /// The client begins: a random question for the server.
    ///
    /// # Errors
    ///
    /// [`ChallengeError::Entropy`] when the source of randomness fails.
    pub fn ask(self, entropy: &mut impl Entropy) -> Result<Asked<'a>, ChallengeError> {
        let question =
            QuestionText::random(self.server.suite(), entropy).map_err(ChallengeError::Entropy)?;
        Ok(Asked { pair: self, question })
    }

    /// The client begins with its own question, as [RFC 6287 Appendix C.2] does.
    ///
    /// # Errors
    ///
    /// [`ChallengeError::Question`] for a question that the server's suite does not allow, or that is not as long as it
    /// allows.
    ///
    /// # Security
    ///
    /// If a question can be predicted, an attacker who has seen its answer before can replay it.
    ///
    /// [RFC 6287 Appendix C.2]: https://www.rfc-editor.org/rfc/rfc6287#appendix-C.2
    pub fn danger_ask(self, question: &str) -> Result<Asked<'a>, ChallengeError> {
        Ok(Asked { pair: self, question: self.client_question(question)? })
    }

    /// The server answers `question`, and asks a random one back.
    ///
    /// # Errors
    ///
    /// [`ChallengeError`], also for inputs that the server's suite does not allow, for a `question` that is not as long as
    /// that suite allows, and for a lifetime of 0 seconds.
    pub fn answer(
        self,
        question: &str,
        inputs: &Inputs<'_>,
        entropy: &mut impl Entropy,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<ToClient, ChallengeError> {
        let challenge = Challenge::issue(self.client.suite(), entropy, now, lifetime)?;
        self.answered(question, inputs, challenge)
    }

    /// The server answers `question`, and asks for a signature of `about`.
    ///
    /// # Errors
    ///
    /// As [`Pair::answer`], and [`ChallengeError::Question`] for an `about` that the client's suite does not allow.
    pub fn answer_about(
        self,
        question: &str,
        about: &str,
        inputs: &Inputs<'_>,
        now: UnixTime,
        lifetime: Seconds,
    ) -> Result<ToClient, ChallengeError> {
        let challenge = Challenge::about(about, self.client.suite(), now, lifetime)?;
        self.answered(question, inputs, challenge)
    }

    /// The server verifies the client's response.
    ///
    /// # Errors
    ///
    /// As at [`Challenge::answer`]: [`AnswerError::Input`] is a fault of the server's program.
    ///
    /// # Security
    ///
    /// What is said at [`Challenge::answer`] of storing, deleting and alarms.
    pub fn check(
        self,
        challenge: MutualChallenge,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        typed: &str,
        now: UnixTime,
    ) -> Answer<Answered, MutualChallenge, AnswerError> {
        let MutualChallenge { asked, ours } = challenge;
        let answer = ours.answer_by(now, |question| {
            let both = Question::Both { theirs: question, ours: asked.as_str() };
            self.client.verify(&both, inputs, tolerance, typed)
        });
        answer.map_open(|ours| MutualChallenge { asked, ours })
    }

    fn answered(
        self,
        question: &str,
        inputs: &Inputs<'_>,
        challenge: Challenge,
    ) -> Result<ToClient, ChallengeError> {
        let asked = self.client_question(question)?;
        let both = Question::Both { theirs: question, ours: challenge.question() };
        let response = self.server.respond(&both, inputs).map_err(ChallengeError::Question)?;
        Ok(ToClient { response, challenge: MutualChallenge { asked, ours: challenge } })
    }

    /// The client's question has the suite's whole length, so that the place where it ends cannot be moved into the
    /// server's.
    fn client_question(self, question: &str) -> Result<QuestionText, ChallengeError> {
        let format = self.server.suite().question();
        Question::One(question).encoded(format).map_err(ChallengeError::Question)?;
        let whole =
            QuestionText::new(question).filter(|_| question.len() == usize::from(format.longest));
        whole.ok_or(ChallengeError::Question(InputError::QuestionLength))
    }
}

/// The client has asked, and waits for the server.
#[derive(Debug)]
pub struct Asked<'a> {
    pair: Pair<'a>,
    question: QuestionText,
}

impl<'a> Asked<'a> {
    /// What the server is asked.
    pub fn question(&self) -> &str {
        self.question.as_str()
    }

    /// The client verifies the server's response, and learns the server's question.
    ///
    /// # Errors
    ///
    /// [`ResponseError`]: the server does not know the key. The client stops.
    pub fn verify(
        self,
        server_question: &str,
        inputs: &Inputs<'_>,
        tolerance: Tolerance,
        response: &str,
    ) -> Result<ServerVerified<'a>, ResponseError> {
        let both = Question::Both { theirs: self.question.as_str(), ours: server_question };
        self.pair.server.verify(&both, inputs, tolerance, response)?;
        let server_question = QuestionText::new(server_question)
            .ok_or(AnswerError::Input(InputError::QuestionLength))?;
        Ok(ServerVerified { pair: self.pair, question: self.question, server_question })
    }
}

/// The client knows that the server knows the key.
#[derive(Debug)]
pub struct ServerVerified<'a> {
    pair: Pair<'a>,
    question: QuestionText,
    server_question: QuestionText,
}

impl ServerVerified<'_> {
    /// The client's response, or signature.
    ///
    /// # Errors
    ///
    /// [`InputError`] for a question of the server or inputs that the client's suite does not allow.
    pub fn respond(self, inputs: &Inputs<'_>) -> Result<Response, InputError> {
        let (theirs, ours) = (self.server_question.as_str(), self.question.as_str());
        self.pair.client.respond(&Question::Both { theirs, ours }, inputs)
    }
}
